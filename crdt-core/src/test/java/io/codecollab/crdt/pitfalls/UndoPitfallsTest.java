package io.codecollab.crdt.pitfalls;

import static io.codecollab.crdt.pitfalls.Scenario.doc;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.SharedType;
import io.codecollab.crdt.UndoManager;
import io.codecollab.crdt.UndoOptions;
import io.codecollab.crdt.YArray;
import io.codecollab.crdt.YMap;
import io.codecollab.crdt.YText;
import io.codecollab.crdt.lib0.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Undo and redo, step by step as npm yjs does them. The clock stands still unless a test moves it. */
class UndoPitfallsTest {

    private final Doc doc = doc(1);
    private long nowMs = 1_000_000;

    /** What was brought back was split by somebody else: the redo chain leads through the pieces. */
    @Pitfall(56)
    @Test
    void redoFollowsPiecesOfWhatWasBroughtBack() {
        Scenario yjs = Scenario.named("undoSplit");
        YText text = doc.getText("t");
        UndoManager undo = undo(text, 500);
        text.insert(0, "abcdef");
        undo.stopCapturing();
        text.delete(0, 6);
        undo.undo();

        doc.applyUpdate(yjs.recorded().bytes("foreign"));
        undo.redo();
        assertThat(text.toString()).isEqualTo(yjs.recorded().text("redone"));
        undo.undo();
        assertThat(text.toString()).isEqualTo(yjs.recorded().text("undone"));
        undo.undo();

        assertEnd(yjs);
    }

    /** A type that is brought back is a new type; what it held follows it, and so do older steps. */
    @Pitfall(56)
    @Test
    void deletedTypeComesBackWithItsContent() {
        Scenario yjs = Scenario.named("undoNested");
        YMap map = doc.getMap("m");
        UndoManager undo = undo(map, 500);
        map.set("list", new YArray());
        list(map).insert(0, 1, 2);
        undo.stopCapturing();
        list(map).insert(1, 3);
        undo.stopCapturing();
        map.delete("list");

        undo.undo();
        assertThat(json(map)).isEqualTo(yjs.recorded().text("restored"));
        undo.undo();
        assertThat(json(map)).isEqualTo(yjs.recorded().text("earlier"));
        undo.redo();
        undo.redo();

        assertEnd(yjs);
    }

    /** The old left neighbour lives in the old parent: it must not be taken for a neighbour in the new one. */
    @Pitfall(56)
    @Test
    void neighboursInAnotherParentAreNotFollowed() {
        Scenario yjs = Scenario.named("undoCrossParent");
        YMap root = doc.getMap("m");
        UndoManager undo = undo(root, 0);
        root.set("list", new YArray());
        list(root).insert(0, "a", "b", "c");
        list(root).delete(1, 1);
        root.set("list", new YArray());
        list(root).insert(0, "new");

        List<String> steps = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            undo.undo();
            steps.add(json(root));
        }
        for (int i = 0; i < 3; i++) {
            undo.redo();
            steps.add(json(root));
        }

        assertThat(steps).isEqualTo(yjs.recorded().elements("steps"));
        assertEnd(yjs);
    }

    @Pitfall(56)
    @Test
    void editsWithinHalfASecondAreOneStep() {
        Scenario yjs = Scenario.named("undoTimeout");
        YText text = doc.getText("t");
        UndoManager undo = undo(text, 500);
        text.insert(0, "a");
        nowMs += 499;
        text.insert(1, "b");
        nowMs += 500;
        text.insert(2, "c");
        List<Long> sizes = new ArrayList<>(List.of((long) undo.undoStackSize()));

        undo.undo();
        assertThat(text.toString()).isEqualTo(yjs.recorded().text("undone"));
        nowMs += 10;
        text.insert(2, "d");
        sizes.add((long) undo.undoStackSize());
        sizes.add((long) undo.redoStackSize());

        assertThat(sizes).isEqualTo(yjs.recorded().longs("sizes"));
        assertEnd(yjs);
    }

    /** The last value of the key was somebody else's, so undo goes back to what stood before both. */
    @Pitfall(56)
    @Test
    void valueThatSomebodyElseOverwroteIsHandledAsInYjs() {
        Scenario yjs = Scenario.named("undoRemoteMap");
        YMap map = doc.getMap("m");
        UndoManager undo = undo(map, 0);
        map.set("k", "mine");
        map.set("k", "mine again");

        doc.applyUpdate(yjs.recorded().bytes("foreign"));
        undo.undo();

        assertThat(json(map)).isEqualTo(yjs.recorded().text("undone"));
        assertEnd(yjs);
    }

    private UndoManager undo(SharedType scope, long captureTimeoutMs) {
        return new UndoManager(
                scope,
                UndoOptions.defaults().withCaptureTimeoutMs(captureTimeoutMs).withClock(() -> nowMs));
    }

    private static YArray list(YMap map) {
        return (YArray) Objects.requireNonNull(map.get("list"));
    }

    private static String json(SharedType type) {
        return JsonText.write(type.toJson());
    }

    private void assertEnd(Scenario yjs) {
        assertThat(doc.toJson()).isEqualTo(yjs.recorded().parsed("json"));
        yjs.assertState(doc);
    }
}
