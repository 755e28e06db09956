package io.codecollab.crdt;

import org.jspecify.annotations.Nullable;

/**
 * Where a unit lives: in the item that first held it or, if an undo here has brought it back, in the item made for that.
 *
 * @param item the last item of the chain
 * @param offset the unit's place in it
 */
record RedoneItem(Item item, int offset) {

    /** Finds a unit; null if it is not known. */
    static @Nullable RedoneItem find(Doc doc, Id id, boolean followRedone) {
        ClientLog log = doc.store().get(id.client());
        if (log == null || id.clock() >= log.nextClock) {
            return null;
        }
        if (followRedone) {
            return follow(doc, log, id.clock());
        }
        Item item = log.find(id.clock());
        return new RedoneItem(item, id.clock() - item.clock);
    }

    /** Follows a known unit from item to item. */
    static RedoneItem follow(Doc doc, ClientLog firstLog, int firstClock) {
        ClientLog log = firstLog;
        int clock = firstClock;
        while (true) {
            Item item = log.find(clock);
            int offset = clock - item.clock;
            Id next = doc.redone().get(item);
            if (next == null) {
                return new RedoneItem(item, offset);
            }
            log = doc.store().getOrCreate(next.client());
            clock = next.clock() + offset;
        }
    }

    /** The item that starts where this item was brought back, cut if need be; null if it was not. */
    static @Nullable Item target(Transaction transaction, Item item) {
        Doc doc = transaction.doc();
        Id id = doc.redone().get(item);
        return id == null ? null : Structs.cleanStart(transaction, doc.store().getOrCreate(id.client()), id.clock());
    }
}
