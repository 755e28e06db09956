package io.codecollab.crdt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes the delta of a list, or of text without markers, from what a transaction added and deleted.
 *
 * <p>Source: Yjs 13.6 {@code YEvent.changes}. A small change is computed where it is instead of by a walk over the whole
 * list. Not thread-safe; lives for one event.
 */
final class ListDelta {
    private static final int MOST_LOCAL_CHANGES = 64;

    private final Branch target;
    private final Transaction transaction;
    private final boolean text;
    private final List<DeltaOp> ops = new ArrayList<>();

    /* The operation being collected: exactly one of these is in use. */
    private int retain;
    private int deleted;
    private @Nullable List<@Nullable Object> inserted;
    private final StringBuilder insertedText = new StringBuilder(0);

    ListDelta(YEvent event, Transaction transaction) {
        this.target = event.targetBranch();
        this.transaction = transaction;
        this.text = target.isText();
    }

    List<DeltaOp> compute() {
        Item from = target.start;
        int toSee = Integer.MAX_VALUE;
        List<Item> changed = YEvent.changedItems(target, transaction, MOST_LOCAL_CHANGES);
        if (changed != null) {
            from = firstOf(changed);
            toSee = changed.size();
            retain = from == null ? 0 : target.cursor().indexOf(from);
        }
        for (Item item = from; item != null && toSee > 0; item = item.right) {
            boolean adds = transaction.adds(item);
            boolean deletes = item.isDeleted() && transaction.deletes(item);
            if (adds || deletes) {
                toSee--;
            }
            visit(item, adds, deletes);
        }
        if (retain == 0) {
            pack();
        }
        return Collections.unmodifiableList(ops);
    }

    /* The leftmost of some items, or a tombstone left of it with nothing visible between. */
    private @Nullable Item firstOf(List<Item> items) {
        Item first = null;
        int least = Integer.MAX_VALUE;
        for (Item item : items) {
            int index = target.cursor().indexOf(item);
            if (index < least) {
                least = index;
                first = item;
            }
        }
        while (first != null && first.left != null && !first.left.isVisible()) {
            first = first.left;
        }
        return first;
    }

    private void visit(Item item, boolean adds, boolean deletes) {
        if (item.isDeleted()) {
            if (deletes && !adds && item.isCountable()) {
                delete(item.length);
            }
        } else if (adds) {
            insert(item);
        } else {
            retain(item.length);
        }
    }

    private void retain(int units) {
        if (retain == 0) {
            pack();
        }
        retain += units;
    }

    private void delete(int units) {
        if (deleted == 0) {
            pack();
        }
        deleted += units;
    }

    private void insert(Item item) {
        if (text) {
            insertText(item);
            return;
        }
        List<@Nullable Object> elements = inserted;
        if (elements == null) {
            pack();
            elements = new ArrayList<>();
            inserted = elements;
        }
        Contents.addTo(elements, item);
    }

    private void insertText(Item item) {
        if (item.kind() == Item.STRING) {
            if (insertedText.length() == 0) {
                pack();
            }
            item.log.text().appendTo(insertedText, item.clock, item.length);
        } else {
            pack();
            ops.add(new DeltaOp.Insert(Contents.value(item, 0)));
        }
    }

    private void pack() {
        if (retain > 0) {
            ops.add(new DeltaOp.Retain(retain));
        } else if (deleted > 0) {
            ops.add(new DeltaOp.Delete(deleted));
        } else if (inserted != null) {
            ops.add(new DeltaOp.Insert(Collections.unmodifiableList(inserted)));
        } else if (insertedText.length() > 0) {
            ops.add(new DeltaOp.Insert(insertedText.toString()));
        }
        retain = 0;
        deleted = 0;
        inserted = null;
        insertedText.setLength(0);
    }
}
