package io.codecollab.crdt;

import org.jspecify.annotations.Nullable;

/** Deletes a range of one client's clocks, wherever the units stand. */
final class RangeDeletion {
    private static final int STEPS_BEFORE_LOOKUP = 4;

    private RangeDeletion() {}

    /** The struct that contains this clock; looked for a few steps behind {@code near} first. */
    static Item find(ClientLog log, @Nullable Item near, int clock) {
        Item item = near;
        for (int steps = 0; item != null && steps < STEPS_BEFORE_LOOKUP; steps++) {
            if (clock < item.clockEnd()) {
                return item;
            }
            item = item.next;
        }
        return log.find(clock);
    }

    /**
     * Deletes the units from {@code clock} to {@code end}, all of which are known.
     *
     * @param first the struct that contains {@code clock}
     * @return whether none of them was deleted before the transaction
     */
    static boolean delete(Transaction transaction, Item first, int clock, int end) {
        boolean allNew = true;
        Item item = first;
        if (!item.isDeleted() && item.clock < clock) {
            item = Structs.split(transaction, item, clock - item.clock);
        }
        while (item != null && item.clock < end) {
            if (item.isDeleted()) {
                allNew &= transaction.adds(item);
            } else {
                if (end < item.clockEnd()) {
                    Structs.split(transaction, item, end - item.clock);
                }
                Structs.delete(transaction, item);
            }
            item = item.next;
        }
        return allNew;
    }
}
