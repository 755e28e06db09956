package io.codecollab.crdt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Brings back deleted items: each is made again under the own client id, at its old place, and remembered as what the old
 * one has become.
 *
 * <p>Source: Yjs 13.6 {@code Item.js}, {@code redoItem}. Not thread-safe; lives for one undo or redo.
 */
/*
 * The old place of a list item is between its old neighbours, or what those have become if the type around them was itself
 * brought back: `trace` follows a neighbour until it stands in the right type.
 *
 * A map entry comes back only if nobody else has written the key since: every newer value in its chain must be one of ours
 * that this step deletes, that another step deleted, or that was brought back elsewhere.
 */
final class ItemRedo {
    private final Transaction transaction;
    private final Doc doc;
    private final Set<Item> wanted;
    private final boolean ignoreRemoteMapChanges;
    private final BiPredicate<ClientLog, Integer> isOwnChange;

    /**
     * Prepares to bring back items.
     *
     * @param wanted the items that this step brings back: their parents come back with them if they are among these
     * @param ignoreRemoteMapChanges whether to overwrite what others have written to a key
     * @param isOwnChange whether a unit is deleted by this step, or was by another one on the stacks
     */
    ItemRedo(
            Transaction transaction,
            Set<Item> wanted,
            boolean ignoreRemoteMapChanges,
            BiPredicate<ClientLog, Integer> isOwnChange) {
        this.transaction = transaction;
        this.doc = transaction.doc();
        this.wanted = wanted;
        this.ignoreRemoteMapChanges = ignoreRemoteMapChanges;
        this.isOwnChange = isOwnChange;
    }

    /** Brings back an item, after the types around it if they are gone as well; whether its content is there now. */
    boolean redo(Item item) {
        if (RedoneItem.target(transaction, item) != null) {
            return true;
        }
        Deque<Item> outermostFirst = new ArrayDeque<>(1);
        for (@Nullable Item lost = item; lost != null && !isRedone(lost); lost = lostHolder(lost)) {
            if (lost != item && !wanted.contains(lost)) {
                return false;
            }
            outermostFirst.push(lost);
        }
        for (Item lost : outermostFirst) {
            if (!redoInsideLiveParent(lost)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isRedone(Item item) {
        return (item.flags & Item.REDONE_FLAG) != 0;
    }

    private static @Nullable Item lostHolder(Item item) {
        Item holder = item.requireParent().item;
        return holder != null && holder.isDeleted() ? holder : null;
    }

    private boolean redoInsideLiveParent(Item item) {
        Branch parent = parentNow(item);
        if (parent == null) {
            return false;
        }
        String key = item.parentSub();
        Item left;
        Item right = null;
        if (key == null) {
            left = traceLeft(item, parent);
            right = traceRight(item, parent);
        } else {
            left = parent.entry(key);
            if (!ignoreRemoteMapChanges && item.right != null) {
                Item value = newestOwnValue(item);
                if (value.right != null) {
                    return false;
                }
                // a value of another type must not become an origin here: it would mislead peers (Yjs issue 757)
                left = standsIn(value, parent) ? value : left;
            }
        }
        Item redone = RedoneContent.copy(transaction, item);
        redone.parent = parent;
        if (key != null) {
            redone.parentSub(key);
        }
        doc.redone().put(item, new Id(redone.client(), redone.clock));
        KeptItems.mark(redone, true);
        ListEdits.insertItem(transaction, parent, left, right, redone);
        return true;
    }

    /* The type the item stood in, or what that type has become; null if it is gone for good. */
    private @Nullable Branch parentNow(Item item) {
        Branch parent = item.requireParent();
        Item holder = parent.item;
        if (holder == null || !holder.isDeleted()) {
            return parent;
        }
        for (Item next = RedoneItem.target(transaction, holder); next != null; ) {
            holder = next;
            next = RedoneItem.target(transaction, holder);
        }
        return holder.kind() == Item.TYPE ? holder.branch() : null;
    }

    /* The nearest item left of this one that stands, or lives on, in the type. */
    private @Nullable Item traceLeft(Item item, Branch parent) {
        for (Item left = item.left; left != null; left = left.left) {
            Item found = trace(left, parent);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable Item traceRight(Item item, Branch parent) {
        for (Item right = item; right != null; right = right.right) {
            Item found = trace(right, parent);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable Item trace(Item from, Branch parent) {
        Item item = from;
        while (item != null && !standsIn(item, parent)) {
            item = RedoneItem.target(transaction, item);
        }
        return item;
    }

    private static boolean standsIn(Item item, Branch parent) {
        Branch branch = item.parent;
        return branch != null && branch.item == parent.item;
    }

    /* Goes right over values that do not count; the one where it stops is the newest only if nobody else wrote since. */
    private Item newestOwnValue(Item item) {
        Item value = item;
        Item newer = value.right;
        while (newer != null && (isRedone(newer) || isOwnChange.test(newer.log, newer.clock))) {
            value = newer;
            for (Item next = RedoneItem.target(transaction, value); next != null; ) {
                value = next;
                next = RedoneItem.target(transaction, value);
            }
            newer = value.right;
        }
        return value;
    }
}
