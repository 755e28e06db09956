package io.codecollab.crdt;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes back what one {@link StackItem} says: deletes its insertions, brings back its deletions.
 *
 * <p>Source: Yjs 13.6 {@code UndoManager.js}, {@code popStackItem}. Not thread-safe; lives for one undo or redo.
 */
final class UndoStep {
    private final Transaction transaction;
    private final UndoManager manager;
    private final StackItem step;
    private final UndoScope.Membership scope;

    private final Set<Item> toRedo = new LinkedHashSet<>();
    private final List<Item> toDelete = new ArrayList<>();

    UndoStep(Transaction transaction, UndoManager manager, StackItem step, UndoScope.Membership scope) {
        this.transaction = transaction;
        this.manager = manager;
        this.step = step;
        this.scope = scope;
    }

    /** Whether there was anything left to take back. */
    boolean perform() {
        StructRanges.forEach(transaction, step.insertions, this::collectInsertion);
        StructRanges.forEach(transaction, step.deletions, this::collectDeletion);
        boolean changed = redo();
        return delete() || changed;
    }

    private void collectInsertion(Item inserted) {
        Item item = inserted;
        if ((item.flags & Item.REDONE_FLAG) != 0) {
            RedoneItem now = RedoneItem.follow(transaction.doc(), item.log, item.clock);
            item = now.item();
            if (now.offset() > 0) {
                item = Structs.cleanStart(transaction, item.log, item.clock + now.offset());
            }
        }
        if (!item.isDeleted() && scope.contains(item)) {
            toDelete.add(item);
        }
    }

    /* What the same step has made is not brought back. */
    private void collectDeletion(Item item) {
        if (!item.isGc() && scope.contains(item) && !step.insertions.contains(item.log, item.clock)) {
            toRedo.add(item);
        }
    }

    private boolean redo() {
        ItemRedo redo = new ItemRedo(
                transaction,
                toRedo,
                manager.options().ignoreRemoteMapChanges(),
                (log, clock) -> step.insertions.contains(log, clock) || manager.hasDeleted(log, clock));
        boolean changed = false;
        for (Item item : toRedo) {
            changed |= redo.redo(item);
        }
        return changed;
    }

    /* Last one first, so that a filter sees the content of a type go before the type. */
    private boolean delete() {
        boolean changed = false;
        for (int i = toDelete.size() - 1; i >= 0; i--) {
            Item item = toDelete.get(i);
            if (manager.options().deleteFilter().test(new UnitRun(item))) {
                Structs.delete(transaction, item);
                changed = true;
            }
        }
        return changed;
    }
}
