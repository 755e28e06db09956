package io.codecollab.crdt;

import io.codecollab.crdt.update.IdSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one undo takes back, or one redo: some insertions and some deletions.
 *
 * <p>Not thread-safe; belongs to its {@link UndoManager}.
 */
/*
 * The sets remember the order in which clients came: it is the order in which content is brought back, each with the next
 * own clock, and so decides bytes.
 */
public final class StackItem {
    final Deletions insertions = new Deletions();
    final Deletions deletions = new Deletions();
    private final Map<Object, @Nullable Object> meta = new HashMap<>();

    StackItem() {}

    /** Adds what a transaction did, which {@link Transaction#freeze} has sorted. */
    void add(Transaction transaction) {
        addInsertions(transaction);
        addAll(deletions, transaction.deletions);
    }

    private void addInsertions(Transaction transaction) {
        for (int i : transaction.ownTouchedByArrival()) {
            int before = transaction.before(i);
            if (transaction.after(i) > before) {
                insertions.add(transaction.touched(i), before, transaction.after(i) - before);
            }
        }
        insertions.sort();
    }

    private static void addAll(Deletions target, Deletions added) {
        for (int i = 0; i < added.clientCount(); i++) {
            Deletions.Client client = added.client(i);
            for (int range = 0; range < client.count(); range++) {
                target.add(client.log, client.clock(range), client.length(range));
            }
        }
        target.sort();
    }

    /** The units that were inserted, a copy. */
    public IdSet insertions() {
        return insertions.toIdSet();
    }

    /** The units that were deleted, a copy. */
    public IdSet deletions() {
        return deletions.toIdSet();
    }

    /** A place for listeners to keep what belongs to this step, such as where the cursor was. */
    public Map<Object, @Nullable Object> meta() {
        return meta;
    }
}
