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

    void removeFirst() {
        items.pollFirstEntry();
    }

    /**
     * Adds a struct. Of units that are parked twice, the ones that begin earlier stay, and the earlier parked ones of
     * those that begin together, as in Yjs's merge of two updates.
     */
    int add(Item item) {
        int start = item.clock;
        Map.Entry<Integer, Item> before = items.floorEntry(start);
        while (before != null && before.getValue().clockEnd() > start) {
            start = before.getValue().clockEnd();
            if (start >= item.clockEnd()) {
                return 0;
            }
            before = items.floorEntry(start);
        }
        if (start > item.clock) {
            InFlight.dropPrefix(item, start - item.clock);
            item.flags &= ~Item.PARENT_BY_ID_FLAG;
        }
        int added = 1;
        Map.Entry<Integer, Item> after = items.higherEntry(item.clock);
        while (after != null && after.getKey() < item.clockEnd()) {
            Item covered = after.getValue();
            items.remove(after.getKey());
            added--;
            if (covered.clockEnd() > item.clockEnd()) {
                InFlight.dropPrefix(covered, item.clockEnd() - covered.clock);
                covered.flags &= ~Item.PARENT_BY_ID_FLAG;
                items.put(covered.clock, covered);
                added++;
                break;
            }
            after = items.higherEntry(item.clock);
        }
        items.put(item.clock, item);
        return added;
    }
}
