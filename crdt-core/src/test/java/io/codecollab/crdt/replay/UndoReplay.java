package io.codecollab.crdt.replay;

import io.codecollab.crdt.SharedType;
import io.codecollab.crdt.UndoManager;
import io.codecollab.crdt.UndoOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The undo manager of one document of a run and what its stacks told. Not thread-safe. */
final class UndoReplay {

    /** Stands for the undo manager of a document that has none. */
    static final UndoReplay NONE = new UndoReplay(null);

    private final @Nullable UndoManager manager;
    private final List<@Nullable Object> heard = new ArrayList<>();

    private UndoReplay(@Nullable UndoManager manager) {
        this.manager = manager;
    }

    /** Makes the undo manager that an {@code undoManager} record describes. */
    static UndoReplay start(Entry entry, ReplayPeer peer, LongSupplier clockMs) {
        Object skipOrigin = entry.get("skipOrigin");
        Set<@Nullable Object> trackedOrigins = new HashSet<>(entry.list("trackedOrigins"));
        UndoOptions options = UndoOptions.defaults()
                .withCaptureTimeoutMs(entry.number("captureTimeout"))
                .withTrackedOrigins(trackedOrigins)
                .withDeleteFilter(candidate ->
                        !entry.flag("deleteFilter") || candidate.id().clock() % 3 != 0) // as session.mjs
                .withIgnoreRemoteMapChanges(entry.flag("ignoreRemoteMapChanges"))
                .withCaptureTransaction(transaction -> skipOrigin == null || !skipOrigin.equals(transaction.origin()))
                .withClock(clockMs);
        UndoManager manager = entry.get("scope") instanceof String
                ? new UndoManager(peer.doc(), options)
                : new UndoManager(scope(entry, peer), options);
        UndoReplay replay = new UndoReplay(manager);
        manager.onStackItemAdded(event -> replay.heard("added", event.type().name()));
        manager.onStackItemUpdated(event -> replay.heard("updated", event.type().name()));
        manager.onStackItemPopped(event -> replay.heard("popped", event.type().name()));
        manager.onStackCleared(
                event -> replay.heard.add(List.of("cleared", event.undoStackCleared(), event.redoStackCleared())));
        return replay;
    }

    private static List<SharedType> scope(Entry entry, ReplayPeer peer) {
        List<SharedType> scope = new ArrayList<>();
        entry.list("scope").forEach(name -> scope.add(peer.root((String) Objects.requireNonNull(name))));
        return scope;
    }

    private void heard(String what, String type) {
        heard.add(List.of(what, type.toLowerCase(Locale.ROOT)));
    }

    void perform(Entry entry, ReplayPeer peer) {
        UndoManager undo = Objects.requireNonNull(manager);
        switch (entry.kind()) {
            case "undo" -> Expect.equal("whether something was undone", entry.get("popped"), undo.undo());
            case "redo" -> Expect.equal("whether something was redone", entry.get("popped"), undo.redo());
            case "stopCapturing" -> undo.stopCapturing();
            case "clearUndo" ->
                undo.clear(
                        Boolean.TRUE.equals(entry.list("which").get(0)),
                        Boolean.TRUE.equals(entry.list("which").get(1)));
            default -> undo.addToScope(peer.resolve(entry.list("p")));
        }
    }

    void forget() {
        heard.clear();
    }

    void expectHeard(Entry entry) {
        Expect.equal("stack events", entry.list("stack"), heard);
        if (manager != null) {
            Expect.equal("stack sizes", entry.list("undo"), List.of(manager.undoStackSize(), manager.redoStackSize()));
        }
    }
}
