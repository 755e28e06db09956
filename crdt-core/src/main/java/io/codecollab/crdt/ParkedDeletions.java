package io.codecollab.crdt;

import io.codecollab.crdt.update.IdSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * Clocks of one client that are to be deleted when they arrive, as ranges that are sorted and do not touch.
 *
 * <p>Not thread-safe; part of {@link PendingStructs}.
 */
final class ParkedDeletions {
    /* Where each range starts and ends. */
    private final TreeMap<Integer, Integer> ranges = new TreeMap<>();

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    int size() {
        return ranges.size();
    }

    /**
     * Adds the clocks from {@code clock} to {@code end}, some of which may be there already.
     *
     * @return whether one of them was not
     */
    boolean add(int clock, int end) {
        int start = clock;
        int last = end;
        Map.Entry<Integer, Integer> before = ranges.floorEntry(start);
        if (before != null && before.getValue() >= end) {
            return false;
        }
        if (before != null && before.getValue() >= start) {
            start = before.getKey();
            last = Math.max(last, before.getValue());
        }
        for (Map.Entry<Integer, Integer> after = ranges.higherEntry(start);
                after != null && after.getKey() <= last;
                after = ranges.higherEntry(start)) {
            last = Math.max(last, after.getValue());
            ranges.remove(after.getKey());
        }
        ranges.put(start, last);
        return true;
    }

    /** Deletes what the log has by now and forgets it. */
    void apply(Transaction transaction, ClientLog log) {
        Map.Entry<Integer, Integer> first = ranges.firstEntry();
        while (first != null && first.getKey() < log.nextClock) {
            int clock = first.getKey();
            int known = Math.min(first.getValue(), log.nextClock);
            ranges.remove(clock);
            if (known < first.getValue()) {
                ranges.put(known, first.getValue());
            }
            RangeDeletion.delete(transaction, log.find(clock), clock, known);
            first = ranges.firstEntry();
        }
    }

    void addTo(IdSet.Builder ids, long client) {
        ranges.forEach((clock, end) -> ids.add(client, clock, end - clock));
    }
}
