package io.codecollab.bench.load;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one reader has of each writer of its room, whatever messages it came in. Ranges may overlap what is there, and may
 * leave holes which are filled later.
 *
 * <p>Event loop only.
 */
final class SeenClocks {

    /** Of each writer the clocks from 0 to the first hole. */
    private final int[] ends;

    /** Of each writer that has holes the ranges behind the first: start to end, disjoint. */
    private final @Nullable TreeMap<Integer, Integer>[] ahead;

    /** Is told what was not there before. */
    interface Sink {
        /** New clocks of a writer, the end exclusive, never empty. */
        void seen(int writer, int from, int end);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    SeenClocks(int writers) {
        ends = new int[writers];
        ahead = new TreeMap[writers];
    }

    /**
     * Adds a range of one writer's clocks.
     *
     * @return how many of them had been there already
     */
    int add(int writer, int from, int end, Sink sink) {
        int known = ends[writer];
        int start = Math.max(from, known);
        if (start >= end) {
            return end - from;
        }
        if (start == known && ahead[writer] == null) {
            ends[writer] = end;
            sink.seen(writer, start, end);
            return start - from;
        }
        return start - from + addAhead(writer, start, end, sink);
    }

    private int addAhead(int writer, int from, int end, Sink sink) {
        TreeMap<Integer, Integer> ranges = ahead[writer];
        if (ranges == null) {
            ranges = new TreeMap<>();
            ahead[writer] = ranges;
        }
        int repeated = 0;
        int at = from;
        int newStart = from;
        int newEnd = end;
        Map.Entry<Integer, Integer> before = ranges.floorEntry(from);
        if (before != null && before.getValue() >= from) {
            repeated += Math.min(before.getValue(), end) - from;
            at = Math.min(before.getValue(), end);
            newStart = before.getKey();
            newEnd = Math.max(newEnd, before.getValue());
        }
        for (var next = ranges.higherEntry(newStart); next != null && next.getKey() <= end; ) {
            tell(writer, at, next.getKey(), sink);
            int overlapEnd = Math.min(next.getValue(), end);
            repeated += Math.max(0, overlapEnd - Math.max(next.getKey(), at));
            at = Math.max(at, overlapEnd);
            newEnd = Math.max(newEnd, next.getValue());
            ranges.remove(next.getKey());
            next = ranges.higherEntry(newStart);
        }
        tell(writer, at, end, sink);
        ranges.put(newStart, newEnd);
        closeFirstHole(writer, ranges);
        return repeated;
    }

    private static void tell(int writer, int from, int end, Sink sink) {
        if (from < end) {
            sink.seen(writer, from, end);
        }
    }

    private void closeFirstHole(int writer, NavigableMap<Integer, Integer> ranges) {
        Map.Entry<Integer, Integer> first = ranges.firstEntry();
        if (first != null && first.getKey() <= ends[writer]) {
            ends[writer] = first.getValue();
            ranges.remove(first.getKey());
        }
        if (ranges.isEmpty()) {
            ahead[writer] = null;
        }
    }

    /** How many clocks there are of a writer, holes not counted. */
    int count(int writer) {
        int count = ends[writer];
        TreeMap<Integer, Integer> ranges = ahead[writer];
        if (ranges != null) {
            for (Map.Entry<Integer, Integer> range : ranges.entrySet()) {
                count += range.getValue() - range.getKey();
            }
        }
        return count;
    }

    /** The clocks from 0 to the first hole: what a state vector says. */
    int end(int writer) {
        return ends[writer];
    }
}
