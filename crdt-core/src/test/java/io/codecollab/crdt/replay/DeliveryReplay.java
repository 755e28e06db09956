package io.codecollab.crdt.replay;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.DocOptions;
import io.codecollab.crdt.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a passive copy of every document of a run, as a server does: it applies what the document was sent and what it
 * emitted itself, and never writes. Yjs did the same while it recorded; the states must be the same, parked data included.
 * Not thread-safe.
 */
final class DeliveryReplay implements Replay {

    private final RecordedUpdates updates = new RecordedUpdates();
    private final List<ReplayPeer> copies = new ArrayList<>();

    private @Nullable Head head;

    @Override
    public void accept(Entry entry) {
        List<RecordedUpdates.Recorded> emitted = updates.add(entry);
        switch (entry.kind()) {
            case "head" -> start(Head.of(entry));
            case "apply", "inside" -> {
                deliver(entry);
                emitted.forEach(update -> copy(entry).doc().applyUpdate(update.v1()));
            }
            case "reload" -> reload(entry);
            case "state" -> state(entry);
            default ->
                emitted.forEach(update -> {
                    if (entry.has("d")) {
                        copy(entry).doc().applyUpdate(update.v1());
                    }
                });
        }
    }

    private void start(Head started) {
        head = started;
        for (Map<String, @Nullable Object> options : started.docs()) {
            copies.add(new ReplayPeer(started.rootKinds(), Map.of(), docOptions(options)));
        }
    }

    private static DocOptions docOptions(Map<String, @Nullable Object> options) {
        return Head.docOptions(options).withCleanupFormatting(false);
    }

    private ReplayPeer copy(Entry entry) {
        return copies.get(entry.number("d"));
    }

    private void deliver(Entry entry) {
        if (entry.has("v2")) {
            copy(entry).doc().applyUpdateV2(entry.bytes("v2"));
        } else {
            copy(entry).doc().applyUpdate(entry.has("n") ? updates.v1(entry.number("n")) : entry.bytes("v1"));
        }
    }

    private void reload(Entry entry) {
        ReplayPeer copy = copy(entry);
        byte[] stored = copy.doc().encodeStateAsUpdate();
        copy.reopen(docOptions(Objects.requireNonNull(head).docs().get(entry.number("d"))));
        copy.doc().applyUpdate(stored);
    }

    private void state(Entry entry) {
        ReplayPeer copy = copy(entry);
        Doc doc = copy.doc();
        Entry expected = passive(entry);
        Expect.bytes("state vector", expected.text("sv"), doc.encodeStateVector());
        Expect.equal("whether something is pending", expected.get("pending"), doc.hasPending());
        Expect.v1("state", expected.text("v1"), doc.encodeStateAsUpdate());
        Expect.v2("V2 state", expected.text("v2"), doc.encodeStateAsUpdateV2());
        Expect.bytes("snapshot", expected.text("snap"), Snapshot.of(doc).encode());
        Expect.bytes("V2 snapshot", expected.text("snapV2"), Snapshot.of(doc).encodeV2());
        Expect.equal(
                "content",
                expected.map("c"),
                copy.content(Objects.requireNonNull(head).watched()));
    }

    /** The state of the passive copy that Yjs kept: that of the document except for what is listed. */
    private static Entry passive(Entry entry) {
        Map<String, @Nullable Object> fields = new HashMap<>(entry.fields());
        if (entry.has("passive")) {
            fields.putAll(entry.map("passive"));
        }
        return new Entry(entry.line(), entry.text(), fields);
    }
}
