package io.codecollab.crdt.replay;

import io.codecollab.crdt.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Two servers for every document of a run: the first is sent what the document was sent, the second only what the first
 * says is worth passing on. Both must end up with the document's state. Not thread-safe.
 */
final class RelayReplay implements Replay {

    /** A chain of two replicas. */
    private record Servers(Replica first, Replica second) {

        void apply(byte[] update) {
            Replica.Applied applied = first.applyUpdate(update);
            second.applyUpdate(applied.update());
        }
    }

    private final Supplier<Replica> engine;
    private final RecordedUpdates updates = new RecordedUpdates();
    private final List<Servers> servers = new ArrayList<>();
    private @Nullable Head head;

    /** Servers whose replicas are these. */
    RelayReplay(Supplier<Replica> engine) {
        this.engine = engine;
    }

    @Override
    public void accept(Entry entry) {
        List<RecordedUpdates.Recorded> emitted = updates.add(entry);
        switch (entry.kind()) {
            case "head" -> {
                head = Head.of(entry);
                head.docs().forEach(doc -> servers.add(new Servers(engine.get(), engine.get())));
            }
            case "state" -> state(entry);
            default -> {
                Servers pair = entry.has("d") ? servers.get(entry.number("d")) : null;
                if (entry.kind().equals("apply") && (entry.has("n") || entry.has("v1"))) {
                    Objects.requireNonNull(pair)
                            .apply(entry.has("n") ? updates.v1(entry.number("n")) : entry.bytes("v1"));
                }
                if (pair != null) {
                    emitted.forEach(update -> pair.apply(update.v1()));
                }
            }
        }
    }

    private void state(Entry entry) {
        Servers pair = servers.get(entry.number("d"));
        for (Replica replica : List.of(pair.first(), pair.second())) {
            Expect.bytes("state vector", entry.text("sv"), replica.encodeStateVector());
            Expect.bytes(
                    "state and nothing more for its own state vector",
                    entry.text("sv"),
                    replicaOf(replica.encodeStateAsUpdate()).encodeStateVector());
            texts(entry, replica);
        }
    }

    private void texts(Entry entry, Replica replica) {
        Map<String, @Nullable Object> contents = entry.map("c");
        for (String name : Objects.requireNonNull(head).watched()) {
            Map<String, @Nullable Object> content = Entry.asMap(contents.get(name));
            if (Objects.equals(head.rootKinds().get(name), "Text")) {
                Expect.equal("text of root " + name, content.get("s"), replica.text(name));
            }
        }
    }

    private Replica replicaOf(byte[] state) {
        Replica replica = engine.get();
        replica.applyUpdate(state);
        return replica;
    }
}
