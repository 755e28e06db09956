package io.codecollab.crdt.history;

import static io.codecollab.crdt.history.Trail.doc;
import static io.codecollab.crdt.history.Trail.exchange;

import io.codecollab.crdt.DeltaOp;
import io.codecollab.crdt.Doc;
import io.codecollab.crdt.UndoManager;
import io.codecollab.crdt.UndoOptions;
import io.codecollab.crdt.YText;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Undo and redo of text, plain and formatted, while others write, too. */
@ExtendWith(Trail.Extension.class)
class UndoTextTest {

    private static final UndoOptions EVERY_CHANGE = UndoOptions.defaults().withCaptureTimeoutMs(0);

    private static final Map<String, @Nullable Object> NOT_BOLD = Collections.singletonMap("bold", null);

    @Test
    void undoTextAmongOthers(Trail trail) {
        Doc mine = doc(1);
        Doc theirs = doc(2);
        YText text = mine.getText("t");
        YText other = theirs.getText("t");
        UndoManager undo = new UndoManager(text);
        text.insert(0, "test"); // undone before anybody has seen it
        text.delete(0, 4);
        undo.undo();
        trail.sees(mine);
        text.insert(0, "a");
        text.delete(0, 1);
        undo.undo();
        trail.sees(text.toString());
        text.insert(0, "abc");
        other.insert(0, "xyz");
        exchange(mine, theirs);
        undo.undo();
        trail.sees(text.toString());
        undo.redo();
        trail.sees(text.toString());
        exchange(mine, theirs);
        other.delete(0, 1);
        exchange(mine, theirs);
        undo.undo();
        trail.sees(text.toString());
        undo.redo();
        trail.sees(text.toString());
        undo.stopCapturing();
        text.format(1, 3, Map.of("bold", true));
        trail.sees(text.toDelta());
        undo.undo();
        trail.sees(text.toDelta());
        undo.redo();
        trail.sees(text.toDelta());
        exchange(mine, theirs);
        trail.sees(mine);
        trail.sees(theirs);
    }

    @Test
    void undoingWhatOthersHaveDeletedDoesNothing(Trail trail) {
        Doc mine = doc(1);
        Doc theirs = doc(2);
        YText text = mine.getText("t");
        UndoManager undo = new UndoManager(text, EVERY_CHANGE);
        text.insert(0, "first ");
        text.insert(6, "second ");
        exchange(mine, theirs);
        theirs.getText("t").delete(6, 7);
        exchange(mine, theirs);
        trail.sees(undo.undo()); // the second step is passed over
        trail.sees(text.toString());
        trail.sees(List.of(undo.undoStackSize(), undo.redoStackSize()));
        trail.sees(undo.undo());
        undo.redo();
        trail.sees(text.toString());
        trail.sees(mine);
    }

    @Test
    void formattingComesBackAroundTheSameText(Trail trail) {
        Doc mine = doc(1);
        Doc theirs = doc(2);
        YText text = mine.getText("t");
        UndoManager undo = new UndoManager(text, EVERY_CHANGE);
        text.applyDelta(List.of(
                new DeltaOp.Insert("Merge Test After"),
                new DeltaOp.Insert("\n", Map.of("header", 1)),
                new DeltaOp.Insert("a")));
        text.format(0, 5, Trail.map("bold", true, "italic", true));
        exchange(mine, theirs);
        text.format(0, 10, NOT_BOLD);
        theirs.getText("t").insert(3, "xx");
        exchange(mine, theirs);
        text.delete(2, 8);
        for (int i = 0; i < 3; i++) {
            undo.undo();
            trail.sees(text.toDelta());
            trail.sees(mine);
        }
        for (int i = 0; i < 3; i++) {
            undo.redo();
            trail.sees(text.toDelta());
            trail.sees(mine);
        }
        exchange(mine, theirs);
        trail.sees(theirs);
    }

    @Test
    void undoneTwiceAndRedoneTwice(Trail trail) {
        Doc doc = doc(1);
        YText text = doc.getText("t");
        text.insert(0, "1221");
        UndoManager undo = new UndoManager(text);
        text.insert(2, "3");
        text.insert(3, "3");
        undo.undo();
        undo.undo();
        trail.sees(text.toString());
        text.insert(2, "3");
        trail.sees(text.toString());
        undo.undo();
        undo.redo();
        undo.undo();
        undo.redo();
        trail.sees(doc);
    }

    @Test
    void aTextInsideATextIsPartOfIt(Trail trail) {
        Doc doc = doc(1);
        YText text = doc.getText("t");
        UndoManager undo = new UndoManager(text);
        YText inner = new YText("initial text");
        text.insertEmbed(0, inner, Map.of("bold", true));
        trail.sees(inner.toString());
        undo.stopCapturing();
        inner.delete(0, inner.length());
        inner.insert(0, "other text");
        trail.sees(inner.toString());
        undo.undo();
        trail.sees(inner.toString());
        undo.redo();
        trail.sees(inner.toString());
        undo.undo();
        undo.undo();
        trail.sees(text.length());
        trail.sees(doc);
    }

    @Test
    void formattingDeletedRemotelyDoesNotComeBack(Trail trail) {
        Doc mine = doc(1);
        Doc theirs = doc(2);
        YText text = mine.getText("t");
        YText other = theirs.getText("t");
        text.insert(0, "Attack ships on fire off the shoulder of Orion.");
        exchange(mine, theirs);
        UndoManager undo = new UndoManager(text);
        text.format(13, 7, Map.of("bold", true));
        undo.stopCapturing();
        exchange(mine, theirs);
        text.format(16, 4, NOT_BOLD);
        undo.stopCapturing();
        exchange(mine, theirs);
        trail.sees(text.toDelta());
        undo.undo();
        exchange(mine, theirs);
        trail.sees(text.toDelta());
        trail.sees(other.toDelta());
        undo.undo();
        exchange(mine, theirs);
        trail.sees(mine);
        trail.sees(theirs);
    }

    @Test
    void formatsWithObjectsAsValues(Trail trail) {
        Doc mine = doc(1);
        Doc theirs = doc(2);
        YText text = mine.getText("t");
        UndoManager undo = new UndoManager(text, EVERY_CHANGE);
        text.insert(0, "one two three");
        text.format(4, 3, Map.of("comment", Map.of("id", 1)));
        text.format(2, 9, Map.of("comment", Map.of("id", 2)));
        text.delete(3, 5);
        exchange(mine, theirs);
        for (boolean undoes : new boolean[] {true, true, false, true, true, false, false, false}) {
            if (undoes) {
                undo.undo();
            } else {
                undo.redo();
            }
            trail.sees(text.toDelta());
            trail.sees(mine);
        }
        exchange(mine, theirs);
        trail.sees(mine);
        trail.sees(theirs);
    }

    @Test
    void everyPartOfASplitItemComesBack(Trail trail) {
        Doc mine = doc(1);
        Doc theirs = doc(2);
        YText text = mine.getText("t");
        UndoManager undo = new UndoManager(text, EVERY_CHANGE);
        text.insert(0, "abcdefghij");
        text.delete(0, 10);
        exchange(mine, theirs);
        undo.undo(); // ten units, redone as one item
        exchange(mine, theirs);
        theirs.getText("t").insert(5, "|");
        text.delete(2, 2);
        exchange(mine, theirs);
        undo.undo();
        trail.sees(text.toString());
        undo.undo(); // deletes what has come back, on both sides of the bar
        trail.sees(text.toString());
        undo.redo();
        undo.redo();
        trail.sees(text.toString());
        trail.sees(mine);
        exchange(mine, theirs);
        trail.sees(theirs);
    }
}
