package io.codecollab.crdt.update;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.DecodeException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A set of ids as ranges of clocks per client: what Yjs calls a DeleteSet. Ranges are sorted, do not touch and are
 * never empty, so equal sets have equal encodings.
 *
 * <pre>
 *   idSet V1 := varUint(#clients) ( varUint(client) varUint(#ranges) ( varUint(clock) varUint(length) )* )*
 *   idSet V2 := the same, but clock counts from the end of the range before and length is written minus one
 * </pre>
 *
 * Clients are written in descending order.
 *
 * <p>Immutable.
 */
public final class IdSet {

    /** No id. */
    public static final IdSet EMPTY = new IdSet(new long[0], new int[0][]);

    private static final int[] NO_RANGES = {};

    /** Descending. */
    private final long[] clients;

    /** Per client: start, end, start, end and so on, ends exclusive. */
    private final int[][] ranges;

    private IdSet(long[] clients, int[][] ranges) {
        this.clients = clients;
        this.ranges = ranges;
    }

    /** Something that is told every range, clients descending, clocks ascending. */
    @FunctionalInterface
    public interface RangeVisitor {
        /** One range: the clocks from {@code clock} (inclusive) to {@code clock + length} (exclusive). */
        void visit(long client, int clock, int length);
    }

    /** Whether there is no id. */
    public boolean isEmpty() {
        return clients.length == 0;
    }

    /** How many clients have ids in this set. */
    public int clientCount() {
        return clients.length;
    }

    /** The clients, descending: a copy. */
    public long[] clients() {
        return clients.clone();
    }

    /** How many ranges this client has. */
    public int rangeCount(long client) {
        return rangesOf(client).length / 2;
    }

    /** The first clock of a client's range. */
    public int rangeClock(long client, int index) {
        return rangesOf(client)[2 * index];
    }

    /** How many clocks are in a client's range. */
    public int rangeLength(long client, int index) {
        int[] bounds = rangesOf(client);
        return bounds[2 * index + 1] - bounds[2 * index];
    }

    /** Visits every range, clients descending, clocks ascending. */
    public void forEachRange(RangeVisitor visitor) {
        for (int i = 0; i < clients.length; i++) {
            int[] bounds = ranges[i];
            for (int j = 0; j < bounds.length; j += 2) {
                visitor.visit(clients[i], bounds[j], bounds[j + 1] - bounds[j]);
            }
        }
    }

    /** Whether this id is in the set. */
    public boolean contains(long client, int clock) {
        int[] bounds = rangesOf(client);
        int low = 0;
        int high = bounds.length / 2 - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (clock < bounds[2 * middle]) {
                high = middle - 1;
            } else if (clock >= bounds[2 * middle + 1]) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    private int[] rangesOf(long client) {
        int index = indexOf(client);
        return index < 0 ? NO_RANGES : ranges[index];
    }

    private int indexOf(long client) {
        int low = 0;
        int high = clients.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long candidate = clients[middle];
            if (candidate == client) {
                return middle;
            }
            if (candidate > client) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** The ids that are in any of the sets. */
    public static IdSet merge(IdSet... sets) {
        Builder builder = new Builder();
        for (IdSet set : sets) {
            set.forEachRange(builder::add);
        }
        return builder.build();
    }

    /** The ids that are in this set and not in the other. */
    public IdSet diff(IdSet other) {
        Builder builder = new Builder();
        for (int i = 0; i < clients.length; i++) {
            addDifference(builder, clients[i], ranges[i], other.rangesOf(clients[i]));
        }
        return builder.build();
    }

    private static void addDifference(Builder builder, long client, int[] bounds, int[] holes) {
        int hole = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            int start = bounds[i];
            int end = bounds[i + 1];
            while (hole < holes.length && holes[hole + 1] <= start) {
                hole += 2;
            }
            // a hole that reaches beyond this range may cover the next one too, so it is not passed here
            for (int h = hole; h < holes.length && holes[h] < end; h += 2) {
                builder.add(client, start, Math.max(holes[h] - start, 0));
                start = Math.min(holes[h + 1], end);
            }
            builder.add(client, start, end - start);
        }
    }

    /** The ids that are in both sets. */
    public IdSet intersect(IdSet other) {
        Builder builder = new Builder();
        for (int i = 0; i < clients.length; i++) {
            addIntersection(builder, clients[i], ranges[i], other.rangesOf(clients[i]));
        }
        return builder.build();
    }

    private static void addIntersection(Builder builder, long client, int[] left, int[] right) {
        int l = 0;
        int r = 0;
        while (l < left.length && r < right.length) {
            int start = Math.max(left[l], right[r]);
            int end = Math.min(left[l + 1], right[r + 1]);
            builder.add(client, start, Math.max(end - start, 0));
            if (left[l + 1] < right[r + 1]) {
                l += 2;
            } else {
                r += 2;
            }
        }
    }

    /** Writes the set as V1. */
    public void encodeV1(ByteWriter out) {
        out.writeVarUint(clients.length);
        for (int i = 0; i < clients.length; i++) {
            int[] bounds = ranges[i];
            out.writeVarUint(clients[i]);
            out.writeVarUint(bounds.length / 2);
            for (int j = 0; j < bounds.length; j += 2) {
                out.writeVarUint(bounds[j]);
                out.writeVarUint(bounds[j + 1] - bounds[j]);
            }
        }
    }

    /** Writes the set as V2. */
    public void encodeV2(ByteWriter out) {
        out.writeVarUint(clients.length);
        for (int i = 0; i < clients.length; i++) {
            int[] bounds = ranges[i];
            out.writeVarUint(clients[i]);
            out.writeVarUint(bounds.length / 2);
            int end = 0;
            for (int j = 0; j < bounds.length; j += 2) {
                out.writeVarUint(bounds[j] - end);
                out.writeVarUint(bounds[j + 1] - bounds[j] - 1);
                end = bounds[j + 1];
            }
        }
    }

    /**
     * Reads a set written as V1, in any order, overlapping or with empty ranges.
     *
     * @throws DecodeException when the bytes are none
     */
    public static IdSet decodeV1(ByteReader in) {
        return decode(in, false);
    }

    /**
     * Reads a set written as V2.
     *
     * @throws DecodeException when the bytes are none
     */
    public static IdSet decodeV2(ByteReader in) {
        return decode(in, true);
    }

    private static IdSet decode(ByteReader in, boolean v2) {
        if (in.hasRemaining() && in.bytes()[in.position()] == 0) {
            in.skip(1);
            return EMPTY;
        }
        Builder builder = new Builder();
        decode(in, v2, builder);
        return builder.build();
    }

    /** Reads a set and adds its ids to a builder. */
    static void decode(ByteReader in, boolean v2, Builder builder) {
        // counts need no check of their own: every turn reads two bytes or throws
        int clientsLeft = in.readVarUint31("client count");
        for (; clientsLeft > 0; clientsLeft--) {
            long client = in.readVarUint();
            int rangesLeft = in.readVarUint31("range count");
            long end = 0;
            for (; rangesLeft > 0; rangesLeft--) {
                long start = in.readVarUint31("clock") + (v2 ? end : 0);
                long length = in.readVarUint31("range length") + (v2 ? 1L : 0);
                end = start + length;
                if (end > Integer.MAX_VALUE) {
                    throw in.failure("clock exceeds 2^31-1");
                }
                builder.add(client, (int) start, (int) length);
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IdSet that
                && Arrays.equals(clients, that.clients)
                && Arrays.deepEquals(ranges, that.ranges);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(clients) + Arrays.deepHashCode(ranges);
    }

    /** Such as {@code {7=[0,3)[5,6), 2=[1,2)}}. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("{");
        for (int i = 0; i < clients.length; i++) {
            out.append(i == 0 ? "" : ", ").append(clients[i]).append('=');
            for (int j = 0; j < ranges[i].length; j += 2) {
                out.append('[')
                        .append(ranges[i][j])
                        .append(',')
                        .append(ranges[i][j + 1])
                        .append(')');
            }
        }
        return out.append('}').toString();
    }

    /**
     * Collects ranges in any order, overlapping or not. Ranges that come in order cost nothing but their place.
     *
     * <p>Not thread-safe.
     */
    public static final class Builder {

        private static final int FEW_CLIENTS = 8;

        private long[] clients = new long[1];
        private Ranges[] ranges = new Ranges[1];
        private int size;

        /** Client to index, made when there are too many clients to try one after the other. */
        private @Nullable Map<Long, Integer> index;

        /** Adds the clocks from {@code clock} (inclusive) to {@code clock + length} (exclusive). */
        public Builder add(long client, int clock, int length) {
            int end = clock + length;
            if (clock < 0 || length < 0 || end < 0) {
                throw new IllegalArgumentException("clock=" + clock + ", length=" + length);
            }
            if (length > 0) {
                rangesOf(client).add(clock, end);
            }
            return this;
        }

        /** Whether nothing was added. */
        public boolean isEmpty() {
            return size == 0;
        }

        private Ranges rangesOf(long client) {
            if (size > 0 && clients[size - 1] == client) {
                return ranges[size - 1];
            }
            int found = indexOf(client);
            if (found >= 0) {
                return ranges[found];
            }
            if (size == clients.length) {
                clients = Arrays.copyOf(clients, 2 * size);
                ranges = Arrays.copyOf(ranges, 2 * size);
            }
            clients[size] = client;
            Ranges added = new Ranges();
            ranges[size] = added;
            if (index != null) {
                index.put(client, size);
            }
            size++;
            return added;
        }

        private int indexOf(long client) {
            if (size <= FEW_CLIENTS) {
                for (int i = 0; i < size; i++) {
                    if (clients[i] == client) {
                        return i;
                    }
                }
                return -1;
            }
            Map<Long, Integer> indices = index;
            if (indices == null) {
                indices = new HashMap<>();
                for (int i = 0; i < size; i++) {
                    indices.put(clients[i], i);
                }
                index = indices;
            }
            Integer found = indices.get(client);
            return found == null ? -1 : found;
        }

        /** The set of everything added so far. */
        public IdSet build() {
            if (size == 0) {
                return EMPTY;
            }
            if (size == 1) {
                return new IdSet(new long[] {clients[0]}, new int[][] {ranges[0].merged()});
            }
            long[] sorted = Arrays.copyOf(clients, size);
            Arrays.sort(sorted);
            long[] descending = new long[size];
            int[][] merged = new int[size][];
            for (int i = 0; i < size; i++) {
                long client = sorted[size - 1 - i];
                descending[i] = client;
                merged[i] = ranges[indexOf(client)].merged();
            }
            return new IdSet(descending, merged);
        }
    }

    /** The ranges of one client while they are collected. */
    private static final class Ranges {

        private int[] bounds = new int[2];
        private int size;
        private boolean unordered;

        void add(int start, int end) {
            if (size > 0) {
                int lastEnd = bounds[size - 1];
                if (start >= bounds[size - 2] && start <= lastEnd) {
                    bounds[size - 1] = Math.max(lastEnd, end);
                    return;
                }
                unordered |= start < lastEnd;
                if (size == bounds.length) {
                    bounds = Arrays.copyOf(bounds, 2 * size);
                }
            }
            bounds[size++] = start;
            bounds[size++] = end;
        }

        int[] merged() {
            if (unordered) {
                sortAndMerge();
            }
            return Arrays.copyOf(bounds, size);
        }

        private void sortAndMerge() {
            long[] byStart = new long[size / 2];
            for (int i = 0; i < byStart.length; i++) {
                byStart[i] = (long) bounds[2 * i] << Integer.SIZE | bounds[2 * i + 1];
            }
            Arrays.sort(byStart);
            size = 0;
            unordered = false;
            for (long range : byStart) {
                add((int) (range >>> Integer.SIZE), (int) range);
            }
        }
    }
}
