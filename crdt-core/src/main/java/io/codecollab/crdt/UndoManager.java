package io.codecollab.crdt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Undo and redo of what one participant did, whatever the others do meanwhile.
 *
 * <p>Follows the transactions of one document. Those that change something in its scope and have a tracked origin become
 * steps on the undo stack; steps that follow one another quickly are joined. What such a step deletes is kept from garbage
 * collection until the step is forgotten. Undoing a step is an edit like any other, with this undo manager as its origin.
 *
 * <p>Source: Yjs 13.6 {@code UndoManager.js}. Not thread-safe: belongs to its document's writer.
 */
public final class UndoManager implements AutoCloseable {
    private final Doc doc;
    private final UndoOptions options;
    private final UndoScope scope = new UndoScope();
    private final Set<@Nullable Object> trackedOrigins;
    private final Subscription transactions;
    private final Subscription destruction;

    private final List<StackItem> undoStack = new ArrayList<>();
    private final List<StackItem> redoStack = new ArrayList<>();
    private boolean undoing;
    private boolean redoing;
    private @Nullable StackItem current;

    /* When the last step was made or joined, unless the next one is to stand alone. */
    private boolean capturing;
    private long lastChangeMs;

    private final Listeners<Consumer<StackItemEvent>> added = new Listeners<>();
    private final Listeners<Consumer<StackItemEvent>> updated = new Listeners<>();
    private final Listeners<Consumer<StackItemEvent>> popped = new Listeners<>();
    private final Listeners<Consumer<StackClearedEvent>> cleared = new Listeners<>();

    /** Looks after a whole document. */
    public UndoManager(Doc doc) {
        this(doc, UndoOptions.defaults());
    }

    /** Looks after a whole document. */
    public UndoManager(Doc doc, UndoOptions options) {
        this(options, doc);
        scope.addDocument();
    }

    /** Looks after one type with everything inside it. */
    public UndoManager(SharedType type) {
        this(type, UndoOptions.defaults());
    }

    /** Looks after one type with everything inside it. */
    public UndoManager(SharedType type, UndoOptions options) {
        this(List.of(type), options);
    }

    /**
     * Looks after some types of one document.
     *
     * @throws IllegalArgumentException if there is no type, or they are not of one document
     */
    public UndoManager(List<? extends SharedType> types, UndoOptions options) {
        this(docOf(types), types, options);
    }

    /**
     * Looks after some types of a document, or after none until one is added to the scope.
     *
     * @throws IllegalArgumentException if one of the types is not of this document
     */
    public UndoManager(Doc doc, List<? extends SharedType> types, UndoOptions options) {
        this(options, doc);
        addToScope(types);
    }

    private UndoManager(UndoOptions options, Doc doc) {
        this.doc = doc;
        this.options = options;
        this.trackedOrigins = new HashSet<>(options.trackedOrigins());
        trackedOrigins.add(this);
        transactions = doc.onAfterTransaction(this::capture);
        destruction = doc.onDestroy(destroyed -> close());
    }

    private static Doc docOf(List<? extends SharedType> types) {
        if (types.isEmpty()) {
            throw new IllegalArgumentException("no type to look after");
        }
        Doc doc = types.get(0).doc();
        if (doc == null) {
            throw new IllegalArgumentException("the type is not part of a document yet");
        }
        return doc;
    }

    /* What it looks after. */

    public UndoOptions options() {
        return options;
    }

    /**
     * Looks after these types as well, from the next transaction on.
     *
     * @throws IllegalArgumentException if one of them is not of this document
     */
    public void addToScope(List<? extends SharedType> types) {
        for (SharedType type : types) {
            if (type.doc() != doc) {
                throw new IllegalArgumentException("the type is not of the document that is looked after");
            }
        }
        types.forEach(type -> scope.add(type.branch));
    }

    /** Looks after this type as well, from the next transaction on. */
    public void addToScope(SharedType type) {
        addToScope(List.of(type));
    }

    /** Looks after the whole document from the next transaction on. */
    public void addDocumentToScope() {
        scope.addDocument();
    }

    /** Makes steps of transactions with this origin, too, or with an origin of this class. */
    public void addTrackedOrigin(@Nullable Object origin) {
        trackedOrigins.add(origin);
    }

    public void removeTrackedOrigin(@Nullable Object origin) {
        trackedOrigins.remove(origin);
    }

    /* Making steps. */

    /** Lets the next change begin a step of its own. */
    public void stopCapturing() {
        capturing = false;
    }

    private void capture(Transaction transaction) {
        if (!options.captureTransaction().test(transaction)
                || !scope.isChangedBy(transaction)
                || !isTracked(transaction.origin())) {
            return;
        }
        boolean isUndo = undoing;
        boolean isRedo = redoing;
        List<StackItem> stack = isUndo ? redoStack : undoStack;
        if (isUndo) {
            stopCapturing();
        } else if (!isRedo) {
            clear(false, true);
        }
        boolean joins = addToStack(stack, transaction, isUndo || isRedo);
        keepDeleted(transaction);
        StackItemEvent.Type type = isUndo ? StackItemEvent.Type.REDO : StackItemEvent.Type.UNDO;
        emit(joins ? updated : added, event(top(stack), type, transaction.origin(), transaction));
    }

    private boolean isTracked(@Nullable Object origin) {
        return trackedOrigins.contains(origin) || (origin != null && trackedOrigins.contains(origin.getClass()));
    }

    /* Whether the transaction joined the step on top. */
    private boolean addToStack(List<StackItem> stack, Transaction transaction, boolean standsAlone) {
        long nowMs = options.clockMs().getAsLong();
        boolean joins =
                capturing && nowMs - lastChangeMs < options.captureTimeoutMs() && !stack.isEmpty() && !standsAlone;
        if (!joins) {
            stack.add(new StackItem());
        }
        top(stack).add(transaction);
        if (!standsAlone) {
            capturing = true;
            lastChangeMs = nowMs;
        }
        return joins;
    }

    private static StackItem top(List<StackItem> stack) {
        return stack.get(stack.size() - 1);
    }

    private void keepDeleted(Transaction transaction) {
        if (!transaction.deletions.isEmpty()) {
            keep(transaction, transaction.deletions, true);
        }
    }

    private void keep(Transaction transaction, Deletions ranges, boolean keep) {
        UndoScope.Membership inScope = scope.membership();
        StructRanges.forEach(transaction, ranges, item -> {
            if (!item.isGc() && inScope.contains(item)) {
                KeptItems.mark(item, keep);
            }
        });
    }

    /* Taking them back. */

    /** Takes back the newest step that can still be taken back; false if there is none. */
    public boolean undo() {
        undoing = true;
        try {
            return pop(undoStack, StackItemEvent.Type.UNDO);
        } finally {
            undoing = false;
        }
    }

    /** Takes back the newest undo that can still be taken back; false if there is none. */
    public boolean redo() {
        redoing = true;
        try {
            return pop(redoStack, StackItemEvent.Type.REDO);
        } finally {
            redoing = false;
        }
    }

    private boolean pop(List<StackItem> stack, StackItemEvent.Type type) {
        try {
            Transaction transaction = doc.compute(running -> takeBack(running, stack), this);
            StackItem step = current;
            if (step == null) {
                return false;
            }
            emit(popped, event(step, type, this, transaction));
            return true;
        } finally {
            current = null;
        }
    }

    /* A step of which nothing is left, since others have undone it, is passed over. */
    private Transaction takeBack(Transaction transaction, List<StackItem> stack) {
        while (!stack.isEmpty() && current == null) {
            StackItem step = stack.remove(stack.size() - 1);
            if (new UndoStep(transaction, this, step, scope.membership()).perform()) {
                current = step;
            }
        }
        return transaction;
    }

    /** The step that is being taken back, for observers that are called meanwhile; null at any other time. */
    public @Nullable StackItem currentStackItem() {
        return current;
    }

    /** Whether a step on one of the stacks deleted this unit. */
    boolean hasDeleted(ClientLog log, int clock) {
        return hasDeleted(undoStack, log, clock) || hasDeleted(redoStack, log, clock);
    }

    private static boolean hasDeleted(List<StackItem> stack, ClientLog log, int clock) {
        for (StackItem step : stack) {
            if (step.deletions.contains(log, clock)) {
                return true;
            }
        }
        return false;
    }

    /* The stacks. */

    public boolean canUndo() {
        return !undoStack.isEmpty();
    }

    public boolean canRedo() {
        return !redoStack.isEmpty();
    }

    public int undoStackSize() {
        return undoStack.size();
    }

    public int redoStackSize() {
        return redoStack.size();
    }

    /** The steps that can be undone, oldest first, a copy. */
    public List<StackItem> undoStack() {
        return List.copyOf(undoStack);
    }

    /** The steps that can be redone, oldest first, a copy. */
    public List<StackItem> redoStack() {
        return List.copyOf(redoStack);
    }

    /** Forgets all steps. */
    public void clear() {
        clear(true, true);
    }

    /** Forgets the steps of one or both stacks; what they kept from garbage collection may go when next it is deleted. */
    public void clear(boolean undo, boolean redo) {
        if (!(undo && canUndo()) && !(redo && canRedo())) {
            return;
        }
        doc.transact(transaction -> {
            if (undo) {
                forget(transaction, undoStack);
            }
            if (redo) {
                forget(transaction, redoStack);
            }
            emit(cleared, new StackClearedEvent(undo, redo));
        });
    }

    private void forget(Transaction transaction, List<StackItem> stack) {
        for (StackItem step : stack) {
            keep(transaction, step.deletions, false);
        }
        stack.clear();
    }

    /** Stops following the document; the steps on the stacks can still be undone. */
    @Override
    public void close() {
        trackedOrigins.remove(this);
        transactions.close();
        destruction.close();
        added.clear();
        updated.clear();
        popped.clear();
        cleared.clear();
    }

    /* Listeners. */

    /** After a change has become a new step. */
    public Subscription onStackItemAdded(Consumer<StackItemEvent> listener) {
        return added.add(listener, () -> {});
    }

    /** After a change has joined the newest step. */
    public Subscription onStackItemUpdated(Consumer<StackItemEvent> listener) {
        return updated.add(listener, () -> {});
    }

    /** After a step was undone or redone. */
    public Subscription onStackItemPopped(Consumer<StackItemEvent> listener) {
        return popped.add(listener, () -> {});
    }

    public Subscription onStackCleared(Consumer<StackClearedEvent> listener) {
        return cleared.add(listener, () -> {});
    }

    private static StackItemEvent event(
            StackItem step, StackItemEvent.Type type, @Nullable Object origin, Transaction transaction) {
        Set<SharedType> changed = new LinkedHashSet<>();
        transaction.changedParents().keySet().forEach(branch -> changed.add(SharedType.of(branch)));
        return new StackItemEvent(step, type, origin, Collections.unmodifiableSet(changed));
    }

    private static <E> void emit(Listeners<Consumer<E>> listeners, E event) {
        FirstFailure failure = new FirstFailure();
        listeners.forEach(failure, listener -> listener.accept(event));
        failure.rethrow();
    }
}
