package io.codecollab.crdt;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The parked structs of one client, by clock, without overlaps.
 *
 * <p>Not thread-safe; part of {@link PendingStructs}.
 */
final class PendingQueue {
    final ClientLog log;
    private final TreeMap<Integer, Item> items = new TreeMap<>();

    /* What the structs hold beside themselves. */
    private long contentBytes;

    /* While a try is made: the first item waits for another client's; nothing more can be integrated. */
    boolean waits;

    boolean givenUp;

    PendingQueue(ClientLog log) {
        this.log = log;
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    Iterable<Item> items() {
        return items.values();
    }

    @Nullable
    Item first() {
        Map.Entry<Integer, Item> entry = items.firstEntry();
        return entry == null ? null : entry.getValue();
    }

    @Nullable
    Item second() {
        Map.Entry<Integer, Item> entry = items.isEmpty() ? null : items.higherEntry(items.firstKey());
        return entry == null ? null : entry.getValue();
    }

    int size() {
        return items.size();
    }

    /** About how many bytes of heap the queue takes. */
    long memoryBytes() {
        return MemoryEstimate.PARKED_QUEUE + (long) MemoryEstimate.PARKED * items.size() + contentBytes;
    }

    void removeFirst() {
        Map.Entry<Integer, Item> first = items.pollFirstEntry();
        if (first != null) {
            contentBytes -= MemoryEstimate.content(first.getValue());
        }
    }

    private void put(Item item) {
        items.put(item.clock, item);
        contentBytes += MemoryEstimate.content(item);
    }

    private void remove(Item item) {
        items.remove(item.clock);
        contentBytes -= MemoryEstimate.content(item);
    }

    /**
     * Adds a struct. Of units that are parked twice, the ones that begin earlier stay, and the earlier parked ones of
     * those that begin together, as in Yjs's merge of two updates.
     *
     * @return whether any of its units was not parked yet
     */
    boolean add(Item item) {
        int start = item.clock;
        Map.Entry<Integer, Item> before = items.floorEntry(start);
        while (before != null && before.getValue().clockEnd() > start) {
            start = before.getValue().clockEnd();
            if (start >= item.clockEnd()) {
                return false;
            }
            before = items.floorEntry(start);
        }
        if (start > item.clock) {
            InFlight.dropPrefix(item, start - item.clock);
            item.flags &= ~Item.PARENT_BY_ID_FLAG;
        }
        Map.Entry<Integer, Item> after = items.higherEntry(item.clock);
        while (after != null && after.getKey() < item.clockEnd()) {
            Item covered = after.getValue();
            remove(covered);
            if (covered.clockEnd() > item.clockEnd()) {
                InFlight.dropPrefix(covered, item.clockEnd() - covered.clock);
                covered.flags &= ~Item.PARENT_BY_ID_FLAG;
                put(covered);
                break;
            }
            after = items.higherEntry(item.clock);
        }
        put(item);
        return true;
    }
}
