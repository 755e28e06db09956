package io.codecollab.crdt.replay;

import io.codecollab.crdt.AbsolutePosition;
import io.codecollab.crdt.Doc;
import io.codecollab.crdt.DocOptions;
import io.codecollab.crdt.RelativePosition;
import io.codecollab.crdt.SharedType;
import io.codecollab.crdt.Snapshot;
import io.codecollab.crdt.YText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Performs what the documents of a run did, with the same client ids, and expects every update they emit to be the recorded
 * one, and everything that was read from them, too. Not thread-safe.
 */
final class OperationReplay implements Replay {

    private static final String REMOTE = "remote";
    private static final long CLONE_CLIENT = 4_000_000_000L;

    private final RecordedUpdates updates = new RecordedUpdates();
    private final Operations operations = new Operations();
    private final List<ReplayPeer> peers = new ArrayList<>();
    private final List<UndoReplay> undo = new ArrayList<>();
    private final List<Snapshot> snapshots = new ArrayList<>();
    private final List<RelativePosition> positions = new ArrayList<>();
    private final AtomicLong clockMs = new AtomicLong(1_000_000);
    private final List<byte[]> emittedV2 = new ArrayList<>();
    private List<Emission> lastEmitted = List.of();
    private @Nullable Head head;

    /** What the document of the last record emitted. */
    List<Emission> lastEmitted() {
        return lastEmitted;
    }

    @Override
    public void accept(Entry entry) {
        lastEmitted = List.of();
        switch (entry.kind()) {
            case "head" -> start(Head.of(entry));
            case "tick" -> clockMs.addAndGet(entry.number("ms"));
            case "inject" -> inject(entry);
            case "undoManager" -> undo.set(entry.number("d"), UndoReplay.start(entry, peer(entry), clockMs::get));
            case "reload" -> reload(entry);
            case "events" -> eventsOnClone(entry);
            case "snapshot" -> takeSnapshot(entry);
            case "snapshotContains" ->
                Expect.equal(
                        "containsUpdate",
                        entry.get("is"),
                        snapshots.get(entry.number("s")).containsUpdate(updates.v1(entry.number("n"))));
            case "relative" -> relativePosition(entry);
            case "tool" -> ToolReplay.check(entry, updates.allV1(entry.list("n")), allV2(entry.list("n")));
            case "state" -> state(entry);
            case "end", "broken" -> {}
            default -> act(entry);
        }
    }

    private void start(Head started) {
        head = started;
        for (Map<String, @Nullable Object> options : started.docs()) {
            ReplayPeer peer = new ReplayPeer(started.rootKinds(), options, docOptions(peers.size(), options));
            peer.doc().clientId(Head.client(options));
            if (Boolean.TRUE.equals(options.get("observed"))) {
                peer.observe(started.watched());
            }
            peers.add(peer);
            undo.add(UndoReplay.NONE);
        }
    }

    private static DocOptions docOptions(int index, Map<String, @Nullable Object> options) {
        return Head.docOptions(options).withGuid("doc-" + index);
    }

    private Head head() {
        return Objects.requireNonNull(head);
    }

    private ReplayPeer peer(Entry entry) {
        return peers.get(entry.number("d"));
    }

    /** A record after which listeners may have heard something. */
    private void act(Entry entry) {
        ReplayPeer peer = peer(entry);
        UndoReplay manager = undo.get(entry.number("d"));
        peer.forget();
        manager.forget();
        boolean threw = false;
        try {
            perform(entry, peer, manager);
        } catch (IndexOutOfBoundsException e) {
            if (!entry.flag("throws")) {
                throw e;
            }
            threw = true;
        }
        lastEmitted = List.copyOf(peer.emissions());
        Expect.equal("whether it throws", entry.flag("throws"), threw);
        Expect.emissions(updates.add(entry), lastEmitted);
        lastEmitted.forEach(emission -> emittedV2.add(emission.v2()));
        peer.expectHeard(entry);
        manager.expectHeard(entry);
    }

    private void perform(Entry entry, ReplayPeer peer, UndoReplay manager) {
        Doc doc = peer.doc();
        switch (entry.kind()) {
            case "op" -> {
                if (entry.has("or")) {
                    doc.transact(any -> operations.perform(entry.list("o"), peer::resolve), entry.text("or"));
                } else {
                    operations.perform(entry.list("o"), peer::resolve);
                }
            }
            case "txn" -> doc.transact(any -> performAll(entry, peer), entry.get("or"));
            case "inside" -> inside(entry, peer);
            case "client" -> doc.clientId(entry.client("id"));
            case "apply" -> apply(entry, doc);
            case "undo", "redo", "stopCapturing", "clearUndo", "addToScope" -> manager.perform(entry, peer);
            case "subdoc" -> subdoc(entry, doc);
            case "snapshotDelta" -> snapshotDelta(entry, peer);
            case "snapshotDoc" -> snapshotDoc(entry, doc);
            case "absolute" -> absolutePosition(entry, peer);
            default -> throw new IllegalArgumentException("unknown record " + entry);
        }
    }

    private void performAll(Entry entry, ReplayPeer peer) {
        for (Object operation : entry.list("o")) {
            operations.perform(Entry.asList(operation), peer::resolve);
        }
    }

    private void inside(Entry entry, ReplayPeer peer) {
        Doc doc = peer.doc();
        long before = doc.clientId();
        doc.transact(any -> {
            performAll(entry, peer);
            doc.applyUpdate(updates.v1(entry.number("n")), REMOTE);
        });
        Expect.equal("whether the client id changed", entry.get("rotated"), doc.clientId() != before);
        if (entry.flag("rotated")) {
            doc.clientId(entry.client("id"));
        }
    }

    // ---- deliveries

    private void apply(Entry entry, Doc doc) {
        if (entry.has("v2")) {
            byte[] update = entry.bytes("v2");
            computedV2(entry, doc, update);
            doc.applyUpdateV2(update, REMOTE);
        } else {
            byte[] update = entry.has("n") ? updates.v1(entry.number("n")) : entry.bytes("v1");
            computedV1(entry, doc, update);
            doc.applyUpdate(update, REMOTE);
        }
    }

    /** An update that was made for this delivery must come out of our own tools, too. */
    private void computedV1(Entry entry, Doc doc, byte[] update) {
        String expected = HexFormat.of().formatHex(update);
        if (entry.has("merge")) {
            Expect.v1("merged update", expected, ToolReplay.merge(updates.allV1(entry.list("merge"))));
        } else if (entry.has("from")) {
            Doc from = peers.get(entry.number("from")).doc();
            Expect.v1("diff of a document", expected, from.encodeStateAsUpdate(doc.encodeStateVector()));
        } else if (entry.has("diff")) {
            Doc from = peers.get(entry.number("diff")).doc();
            Expect.v1(
                    "diff of a state", expected, ToolReplay.diff(from.encodeStateAsUpdate(), doc.encodeStateVector()));
        }
    }

    private void computedV2(Entry entry, Doc doc, byte[] update) {
        String expected = HexFormat.of().formatHex(update);
        if (entry.has("merge")) {
            Expect.v2("merged V2 update", expected, ToolReplay.mergeV2(allV2(entry.list("merge"))));
        } else if (entry.has("from")) {
            Doc from = peers.get(entry.number("from")).doc();
            Expect.v2("V2 diff of a document", expected, from.encodeStateAsUpdateV2(doc.encodeStateVector()));
        } else if (entry.has("diff")) {
            Doc from = peers.get(entry.number("diff")).doc();
            Expect.v2(
                    "V2 diff of a state",
                    expected,
                    ToolReplay.diffV2(from.encodeStateAsUpdateV2(), doc.encodeStateVector()));
        }
    }

    private void inject(Entry entry) {
        updates.add(entry);
        byte[] v2 = ToolReplay.toV2(entry.bytes("v1"));
        Expect.v2("converted update", entry.text("v2"), v2);
        emittedV2.add(v2);
    }

    private List<byte[]> allV2(List<?> numbers) {
        return numbers.stream()
                .map(number -> emittedV2.get(Values.intValue(number)))
                .toList();
    }

    private void reload(Entry entry) {
        ReplayPeer peer = peer(entry);
        boolean v2 = entry.number("v") == 2;
        Doc before = peer.doc();
        byte[] stored = v2 ? before.encodeStateAsUpdateV2() : before.encodeStateAsUpdate();
        int index = entry.number("d");
        peer.reopen(docOptions(index, head().docs().get(index)));
        if (v2) {
            peer.doc().applyUpdateV2(stored, REMOTE);
        } else {
            peer.doc().applyUpdate(stored, REMOTE);
        }
        peer.doc().clientId(before.clientId());
        if (Boolean.TRUE.equals(head().docs().get(index).get("observed"))) {
            peer.observe(head().watched());
        }
    }

    /** Applies an update to a copy of the document and compares what the observers of the copy hear. */
    private void eventsOnClone(Entry entry) {
        Map<String, @Nullable Object> options = head().docs().get(entry.number("d"));
        ReplayPeer clone = new ReplayPeer(
                head().rootKinds(), Map.of(), Head.docOptions(options).withGuid("clone"));
        clone.doc().clientId(CLONE_CLIENT);
        clone.doc().applyUpdate(peer(entry).doc().encodeStateAsUpdate());
        clone.observeRemote(head().watched());
        clone.doc().applyUpdate(updates.v1(entry.number("n")), REMOTE);
        Expect.equal("events", entry.list("ev"), clone.events());
    }

    private static void subdoc(Entry entry, Doc doc) {
        Doc subdoc = doc.subdocs().stream()
                .filter(each -> each.guid().equals(entry.text("guid")))
                .findFirst()
                .orElseThrow();
        if (entry.text("what").equals("load")) {
            subdoc.load();
        } else {
            subdoc.destroy();
        }
    }

    // ---- snapshots and positions

    private void takeSnapshot(Entry entry) {
        Snapshot snapshot = Snapshot.of(peer(entry).doc());
        snapshots.add(snapshot);
        Expect.bytes("snapshot", entry.text("v1"), snapshot.encode());
        Expect.bytes("V2 snapshot", entry.text("v2"), snapshot.encodeV2());
        Expect.equal(
                "decoded snapshot is equal",
                true,
                Snapshot.decode(entry.bytes("v1")).equals(snapshot));
    }

    private void snapshotDelta(Entry entry, ReplayPeer peer) {
        YText text = (YText) peer.resolve(entry.list("p"));
        Snapshot previous = entry.get("prev") == null ? null : snapshots.get(entry.number("prev"));
        Expect.equal(
                "delta of a snapshot",
                entry.list("delta"),
                Seen.delta(text.toDelta(snapshots.get(entry.number("s")), previous)));
    }

    private void snapshotDoc(Entry entry, Doc doc) {
        Snapshot snapshot = snapshots.get(entry.number("s"));
        Doc restored = entry.flag("into") ? restored(snapshot, doc) : snapshot.createDoc(doc);
        Expect.v1("state of a document made from a snapshot", entry.text("v1"), restored.encodeStateAsUpdate());
        Map<String, @Nullable Object> content = new TreeMap<>();
        for (String name : head().watched()) {
            content.put(
                    name,
                    Content.of(Paths.root(restored, name, head().rootKinds().getOrDefault(name, ""))));
        }
        Expect.equal("content of a document made from a snapshot", entry.map("c"), content);
    }

    private Doc restored(Snapshot snapshot, Doc doc) {
        DocOptions options = DocOptions.defaults().withGuid("restored").withGc(false);
        Doc target = new ReplayPeer(head().rootKinds(), Map.of(), options).doc();
        snapshot.restoreInto(target, doc);
        return target;
    }

    private void relativePosition(Entry entry) {
        SharedType type = peer(entry).resolve(entry.list("p"));
        RelativePosition position = RelativePosition.fromTypeIndex(type, entry.number("i"), entry.number("assoc"));
        Expect.bytes("relative position", entry.text("b"), position.encode());
        positions.add(RelativePosition.decode(position.encode()));
    }

    private void absolutePosition(Entry entry, ReplayPeer peer) {
        AbsolutePosition position = positions.get(entry.number("s")).toAbsolute(peer.doc(), entry.flag("follow"));
        List<@Nullable Object> expected = entry.get("is") == null ? null : entry.list("is");
        if (expected == null || position == null) {
            Expect.equal("whether the position exists", expected != null, position != null);
            return;
        }
        Expect.equal(
                "index and association", expected.subList(0, 2), Arrays.asList(position.index(), position.assoc()));
        if (expected.get(2) != null) {
            SharedType type = peer.resolve(Entry.asList(expected.get(2)));
            Expect.equal("type of the position is the one at its path", true, position.type() == type);
        }
    }

    // ---- comparing

    private void state(Entry entry) {
        ReplayPeer peer = peer(entry);
        Doc doc = peer.doc();
        Expect.bytes("state vector", entry.text("sv"), doc.encodeStateVector());
        Expect.equal("whether something is pending", entry.get("pending"), doc.hasPending());
        Expect.v1("state", entry.text("v1"), doc.encodeStateAsUpdate());
        Expect.v2("V2 state", entry.text("v2"), doc.encodeStateAsUpdateV2());
        Expect.bytes("snapshot", entry.text("snap"), Snapshot.of(doc).encode());
        Expect.bytes("V2 snapshot", entry.text("snapV2"), Snapshot.of(doc).encodeV2());
        Expect.equal("content", entry.map("c"), peer.content(head().watched()));
        if (entry.has("subs")) {
            Expect.equal("subdocuments", entry.list("subs"), subdocuments(doc));
        }
    }

    private static List<@Nullable Object> subdocuments(Doc doc) {
        List<@Nullable Object> subdocuments = new ArrayList<>();
        doc.subdocs().stream().sorted(Comparator.comparing(Doc::guid)).forEach(subdoc -> {
            DocOptions options = subdoc.options();
            subdocuments.add(Arrays.asList(
                    subdoc.guid(), subdoc.shouldLoad(), options.autoLoad(), options.gc(), Seen.value(options.meta())));
        });
        return subdocuments;
    }
}
