package io.codecollab.crdt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deletes everything inside a deleted type, with a stack of its own so that depth is no limit.
 *
 * <p>Not thread-safe; lives for one call.
 */
final class SubtreeDeletion {
    private final Transaction transaction;
    private final Deque<Level> levels = new ArrayDeque<>();

    /* One type whose children are being deleted: first its list, then the values of its keys. */
    private static final class Level {
        final Branch branch;
        private @Nullable Item listItem;
        private final List<Item> values;
        private int nextValue;

        Level(Branch branch) {
            this.branch = branch;
            this.listItem = branch.start;
            this.values = branch.entries == null ? List.of() : new ArrayList<>(branch.entries.values());
        }

        @Nullable
        Item next() {
            Item item = listItem;
            if (item != null) {
                listItem = item.right;
                return item;
            }
            return nextValue < values.size() ? values.get(nextValue++) : null;
        }
    }

    SubtreeDeletion(Transaction transaction) {
        this.transaction = transaction;
    }

    void deleteInside(Branch root) {
        levels.push(new Level(root));
        while (!levels.isEmpty()) {
            Level level = levels.element();
            Item item = level.next();
            if (item == null) {
                transaction.forgetChanged(level.branch);
                levels.pop();
            } else if (!item.isDeleted()) {
                Structs.markDeleted(transaction, item);
                if (item.kind() == Item.TYPE) {
                    levels.push(new Level(item.branch()));
                }
            } else if (!transaction.adds(item)) {
                transaction.mergeLater(item);
            }
        }
    }
}
