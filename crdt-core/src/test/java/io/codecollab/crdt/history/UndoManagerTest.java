package io.codecollab.crdt.history;

import static io.codecollab.crdt.history.Trail.doc;
import static io.codecollab.crdt.history.Trail.exchange;
import static io.codecollab.crdt.history.Trail.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.SharedType;
import io.codecollab.crdt.StackItemEvent;
import io.codecollab.crdt.Subscription;
import io.codecollab.crdt.UndoManager;
import io.codecollab.crdt.UndoOptions;
import io.codecollab.crdt.YArray;
import io.codecollab.crdt.YMap;
import io.codecollab.crdt.YText;
import io.codecollab.crdt.update.IdSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes a step, what a step tells, and how long an undo manager lives. */
@ExtendWith(Trail.Extension.class)
class UndoManagerTest {

    private static final UndoOptions EVERY_CHANGE = UndoOptions.defaults().withCaptureTimeoutMs(0);
    private static final int DEPTH = 20_000;

    private final AtomicLong clockMs = new AtomicLong(1_000_000);

    /** An origin of which every instance is tracked. */
    private static final class Editor {}

    private static List<Integer> stacks(UndoManager undo) {
        return List.of(undo.undoStackSize(), undo.redoStackSize());
    }

    @Test
    void anEndlessCaptureTimeoutMakesOneStep(Trail trail) {
        Doc doc = doc(1);
        YArray array = doc.getArray("a");
        UndoManager undo = new UndoManager(
                array,
                UndoOptions.defaults().withCaptureTimeoutMs(Long.MAX_VALUE).withClock(clockMs::get));
        array.push(1, 2, 3);
        clockMs.addAndGet(1_000_000_000);
        array.push(4, 5, 6);
        undo.undo();
        trail.sees(array);
        trail.sees(doc);
    }

    @Test
    void captureTimeoutCountsFromTheLastChange(Trail trail) {
        Doc doc = doc(1);
        YText text = doc.getText("t");
        UndoManager undo = new UndoManager(text, UndoOptions.defaults().withClock(clockMs::get));
        text.insert(0, "a");
        clockMs.addAndGet(499);
        text.insert(1, "b");
        clockMs.addAndGet(499);
        text.insert(2, "c");
        clockMs.addAndGet(500);
        text.insert(3, "d");
        trail.sees(undo.undoStackSize());
        undo.stopCapturing();
        text.insert(4, "e");
        trail.sees(undo.undoStackSize());
        undo.undo();
        text.insert(4, "f"); // an undo ends the capture, too
        trail.sees(stacks(undo));
        undo.undo();
        undo.undo();
        trail.sees(text.toString());
        undo.redo();
        text.insert(4, "g"); // a redo does not move the time of the last change
        trail.sees(List.of(undo.undoStackSize(), undo.redoStackSize(), text.toString()));
        trail.sees(doc);
    }

    @Test
    void aScopeMayBeginEmpty(Trail trail) {
        Doc doc = doc(1);
        YText text = doc.getText("t");
        YArray array = doc.getArray("a");
        UndoManager undo = new UndoManager(doc, List.of(), UndoOptions.defaults());
        array.push(1);
        text.insert(0, "x");
        trail.sees(undo.undoStackSize());
        undo.addToScope(array);
        array.push(2);
        text.insert(0, "y");
        trail.sees(undo.undo());
        trail.sees(doc.toJson());
        undo.addDocumentToScope();
        text.insert(0, "z");
        undo.undo();
        trail.sees(doc.toJson());
        trail.sees(doc);
    }

    @Test
    void aDocumentAsScopeHoldsEveryType(Trail trail) {
        Doc doc = doc(1);
        UndoManager undo = new UndoManager(doc);
        YMap map = doc.getMap("m");
        map.set("k", "v");
        doc.getText("t").insert(0, "text");
        trail.sees(undo.undo());
        trail.sees(doc.toJson());
        undo.redo();
        trail.sees(doc.toJson());
        doc.transact(transaction -> {}); // nothing at all is a step here
        trail.sees(stacks(undo));
        trail.sees(doc);
    }

    @Test
    void stackEventsSayWhatHappened(Trail trail) {
        Doc doc = doc(1);
        YText text = doc.getText("t");
        YMap map = doc.getMap("m");
        UndoManager undo =
                new UndoManager(text, UndoOptions.defaults().withTrackedOrigins(Trail.origins(null, "editor")));
        List<@Nullable Object> heard = new ArrayList<>();
        undo.onStackItemAdded(event -> {
            heard.add(heard("added", event, undo, List.of(text, map)));
            event.stackItem().meta().put("cursor", heard.size());
        });
        undo.onStackItemUpdated(event -> heard.add(heard("updated", event, undo, List.of(text, map))));
        undo.onStackItemPopped(event -> heard.add(heard("popped", event, undo, List.of(text, map))));
        undo.onStackCleared(event -> heard.add(List.of("cleared", event.undoStackCleared(), event.redoStackCleared())));
        text.insert(0, "abc");
        doc.transact(
                transaction -> {
                    text.insert(0, "x");
                    map.set("k", 1);
                },
                "editor");
        doc.transact(transaction -> text.insert(0, "y"), "somebody");
        undo.undo();
        undo.undo();
        undo.redo();
        text.insert(0, "z");
        undo.undo();
        text.insert(0, "clears the redo stack");
        undo.clear(true, false);
        undo.clear(true, true);
        trail.sees(heard);
        trail.sees(doc);
    }

    private static List<@Nullable Object> heard(
            String what, StackItemEvent event, UndoManager undo, List<SharedType> types) {
        return Arrays.asList(
                what,
                event.type().name().toLowerCase(Locale.ROOT),
                event.origin() == undo ? "manager" : event.origin(),
                types.stream().filter(event.changedParentTypes()::contains).count(),
                event.stackItem().meta().get("cursor"));
    }

    @Test
    void theStepInProgressCanBeAskedFor(Trail trail) {
        Doc doc = doc(1);
        YText text = doc.getText("t");
        UndoManager undo = new UndoManager(text);
        undo.onStackItemAdded(event -> event.stackItem().meta().put("label", "written"));
        List<@Nullable Object> labels = new ArrayList<>();
        text.observe(event -> labels.add(
                undo.currentStackItem() == null
                        ? null
                        : undo.currentStackItem().meta().get("label")));
        text.insert(0, "abc");
        undo.undo();
        undo.redo();
        trail.sees(labels);
    }

    @Test
    void originsAreTrackedByValueAndByClass(Trail trail) {
        Doc doc = doc(1);
        YText text = doc.getText("t");
        UndoManager undo =
                new UndoManager(text, EVERY_CHANGE.withTrackedOrigins(Trail.origins(Editor.class, "typing")));
        write(doc, "null", null);
        write(doc, "class", new Editor());
        write(doc, "value", "typing");
        write(doc, "other", "pasting");
        trail.sees(undo.undoStackSize());
        undo.addTrackedOrigin("pasting");
        undo.removeTrackedOrigin(Editor.class);
        write(doc, "pasted", "pasting");
        write(doc, "late", new Editor());
        trail.sees(undo.undoStackSize());
        while (undo.canUndo()) {
            undo.undo();
        }
        trail.sees(text.toString());
        trail.sees(doc);
    }

    private static void write(Doc doc, String word, @Nullable Object origin) {
        YText text = doc.getText("t");
        doc.transact(transaction -> text.insert(text.length(), word + " "), origin);
    }

    @Test
    void transactionsCanBeLeftOut(Trail trail) {
        Doc doc = doc(1);
        YText text = doc.getText("t");
        UndoManager undo = new UndoManager(
                text,
                EVERY_CHANGE.withCaptureTransaction(
                        transaction -> !transaction.meta().containsKey("skip")));
        text.insert(0, "a");
        doc.transact(transaction -> {
            transaction.meta().put("skip", true);
            text.insert(1, "b");
        });
        text.insert(2, "c");
        undo.undo();
        undo.undo();
        trail.sees(text.toString());
        trail.sees(doc);
    }

    @Test
    void aFilterSparesWhatUndoWouldDelete(Trail trail) {
        Doc doc = doc(1);
        YArray array = doc.getArray("a");
        UndoManager undo = new UndoManager(
                array,
                UndoOptions.defaults().withDeleteFilter(run -> !"spared".equals(run.parentSub()) && run.length() < 3));
        array.insert(0, new YMap(map("spared", 1, "deleted", 2)), "x", "y");
        array.insert(3, 1, 2, 3);
        undo.undo();
        trail.sees(array);
        undo.redo();
        trail.sees(array);
        trail.sees(doc);
    }

    @Test
    void aFilterSeesWhatIsToBeDeleted() {
        Doc doc = doc(6);
        YArray array = doc.getArray("a");
        List<Object> seen = new ArrayList<>();
        UndoManager undo = new UndoManager(array, UndoOptions.defaults().withDeleteFilter(run -> {
            seen.add(Arrays.asList(run.id().client(), run.id().clock(), run.parent(), run.type()));
            return false;
        }));
        YMap inner = new YMap(map("k", 1));
        array.push("x", inner);

        assertThat(undo.undo()).isFalse();

        assertThat(seen)
                .containsExactly(
                        Arrays.asList(6L, 2, inner, null),
                        Arrays.asList(6L, 1, array, inner),
                        Arrays.asList(6L, 0, array, null));
        assertThat(array.length()).isEqualTo(2);
    }

    @Test
    void twoManagersMindTheirOwnSteps(Trail trail) {
        Doc doc = doc(1);
        YText text = doc.getText("t");
        UndoManager ann = new UndoManager(text, UndoOptions.defaults().withTrackedOrigins(Trail.origins("ann")));
        UndoManager bob = new UndoManager(text, UndoOptions.defaults().withTrackedOrigins(Trail.origins("bob")));
        doc.transact(transaction -> text.insert(0, "ann "), "ann");
        doc.transact(transaction -> text.insert(4, "bob "), "bob");
        doc.transact(transaction -> text.delete(1, 5), "ann");
        trail.sees(text.toString());
        ann.stopCapturing();
        bob.undo();
        trail.sees(text.toString());
        ann.undo();
        trail.sees(text.toString());
        bob.redo();
        ann.redo();
        trail.sees(text.toString());
        ann.undo();
        bob.undo();
        trail.sees(doc);
    }

    @Test
    void remoteChangesCanBeRejected(Trail trail) {
        Doc mine = doc(1);
        Doc theirs = doc(2);
        mine.getText("t").insert(0, "We have text. ");
        mine.getArray("a").push(1, 2, 3);
        exchange(mine, theirs);
        UndoManager suggestions =
                new UndoManager(mine, UndoOptions.defaults().withTrackedOrigins(Trail.origins("remote")));
        theirs.getText("t").insert(8, "no ");
        theirs.getText("t").delete(0, 3);
        theirs.getArray("a").delete(1, 1);
        exchange(mine, theirs);
        trail.sees(mine.toJson());
        while (suggestions.canUndo()) {
            suggestions.undo();
        }
        trail.sees(mine.toJson());
        trail.sees(mine);
        exchange(mine, theirs);
        trail.sees(theirs);
    }

    @Test
    void aStepSaysWhatItInsertedAndDeleted() {
        Doc doc = doc(3);
        YText text = doc.getText("t");
        text.insert(0, "before");
        UndoManager undo = new UndoManager(text);
        text.insert(6, " and after");
        text.delete(0, 2);
        text.delete(1, 1);

        assertThat(undo.undoStack()).hasSize(1);
        assertThat(undo.undoStack().get(0).insertions())
                .isEqualTo(new IdSet.Builder().add(3, 6, 10).build());
        assertThat(undo.undoStack().get(0).deletions())
                .isEqualTo(new IdSet.Builder().add(3, 0, 2).add(3, 3, 1).build());
        assertThat(undo.redoStack()).isEmpty();
    }

    @Test
    void aClosedManagerFollowsNothing() {
        Doc doc = doc(1);
        YText text = doc.getText("t");
        UndoManager undo = new UndoManager(text, EVERY_CHANGE);
        text.insert(0, "a");
        undo.close();
        undo.close();
        text.insert(1, "b");

        assertThat(stacks(undo)).containsExactly(1, 0);
        assertThat(undo.undo()).isTrue();
        assertThat(text.toString()).isEqualTo("b");
        assertThat(stacks(undo)).containsExactly(0, 0);
    }

    @Test
    void theEndOfADocumentClosesItsManagers() {
        Doc doc = doc(1);
        YText text = doc.getText("t");
        UndoManager undo = new UndoManager(text, EVERY_CHANGE);
        doc.destroy();
        text.insert(0, "a");

        assertThat(undo.canUndo()).isFalse();
    }

    @Test
    void aListenerThatFailsIsToldAboutAndTheOthersAreCalled() {
        Doc doc = doc(1);
        YText text = doc.getText("t");
        UndoManager undo = new UndoManager(text);
        List<String> heard = new ArrayList<>();
        Consumer<StackItemEvent> failing = event -> {
            throw new IllegalArgumentException("from a listener");
        };
        Subscription subscription = undo.onStackItemAdded(failing);
        undo.onStackItemAdded(event -> heard.add("called"));

        assertThatThrownBy(() -> text.insert(0, "a")).hasMessage("from a listener");
        subscription.close();
        assertThat(heard).containsExactly("called");
        assertThat(undo.undo()).isTrue();
        assertThat(text.toString()).isEmpty();
    }

    @Test
    void aFailingObserverDoesNotStopTheNextUndo() {
        Doc doc = doc(1);
        YText text = doc.getText("t");
        UndoManager undo = new UndoManager(text, EVERY_CHANGE);
        text.insert(0, "a");
        text.insert(1, "b");
        Subscription failing = text.observe(event -> {
            throw new IllegalArgumentException("from an observer");
        });
        assertThatThrownBy(undo::undo).hasMessage("from an observer");
        failing.close();

        assertThat(undo.currentStackItem()).isNull();
        assertThat(undo.undo()).isTrue();
        assertThat(text.toString()).isEmpty();
    }

    @Test
    void typesOfAnotherDocumentAreRefused() {
        Doc doc = doc(1);
        YText foreign = doc(2).getText("t");
        UndoManager undo = new UndoManager(doc.getText("t"));

        assertThatThrownBy(() -> undo.addToScope(foreign)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> undo.addToScope(new YText())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UndoManager(new YText())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UndoManager(List.<SharedType>of(), UndoOptions.defaults()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void depthIsNoLimit() {
        Doc doc = doc(1);
        YArray root = doc.getArray("a");
        UndoManager undo = new UndoManager(doc, EVERY_CHANGE);
        doc.transact(transaction -> {
            YArray list = root;
            for (int i = 0; i < DEPTH; i++) {
                YArray inner = new YArray();
                list.insert(0, inner);
                list = inner;
            }
            list.insert(0, "bottom");
        });
        root.delete(0, 1);

        assertThat(undo.undo()).isTrue();
        assertThat(bottom(root)).isEqualTo("bottom");
        assertThat(undo.redo()).isTrue();
        assertThat(root.length()).isZero();
        assertThat(undo.undo()).isTrue();
        assertThat(undo.undo()).isTrue();
        assertThat(root.length()).isZero();
    }

    /** Every level has another author, and the innermost one comes first in the delete set: its parents must come before. */
    @Test
    void depthIsNoLimitFromTheInsideOut() {
        Doc doc = doc(1);
        YArray root = doc.getArray("a");
        doc.transact(transaction -> {
            YArray list = root;
            for (int i = 0; i < DEPTH; i++) {
                doc.clientId(1 + i);
                YArray inner = new YArray();
                list.insert(0, inner);
                list = inner;
            }
            list.insert(0, "bottom");
        });
        Doc copy = doc(DEPTH + 1);
        copy.applyUpdate(doc.encodeStateAsUpdate());
        UndoManager undo = new UndoManager(copy, UndoOptions.defaults().withTrackedOrigins(Trail.origins("remote")));
        root.delete(0, 1);
        copy.applyUpdate(doc.encodeStateAsUpdate(), "remote");

        assertThat(undo.undo()).isTrue();
        assertThat(bottom(copy.getArray("a"))).isEqualTo("bottom");
    }

    private static @Nullable Object bottom(YArray root) {
        Object value = root;
        while (value instanceof YArray array) {
            value = array.get(0);
        }
        return value;
    }
}
