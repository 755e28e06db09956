package io.codecollab.crdt;

/** Deletes a range of one client's clocks, wherever the units stand. */
final class RangeDeletion {
    private RangeDeletion() {}

    /**
     * Deletes the units from {@code clock} to {@code end}, all of which are known.
     *
     * @return whether none of them was deleted before the transaction
     */
    static boolean delete(Transaction transaction, ClientLog log, int clock, int end) {
        boolean allNew = true;
        Item item = log.find(clock);
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
