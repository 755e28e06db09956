package io.codecollab.crdt;

import io.codecollab.crdt.lib0.Any;
import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.DecodeLimits;
import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.crdt.lib0.Undefined;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of one ANY or legacy JSON item, kept as they were encoded and decoded only when someone reads them.
 *
 * <p>Not thread-safe.
 */
/*
 * A run is a window on arrays that it may share with the runs it was cut from, so that cutting is free, and so is joining
 * what was cut, however many values there are:
 *
 *   starts   . . [ 9 14 15 ] 20 .          [first, first + count)
 *   bytes    . . . [ value value value ] value .          up to end
 *
 * What lies beyond its end belongs to the run that owns the tail, the rightmost one: it alone may grow in place.
 */
final class ValueRun {
    private static final String JSON_UNDEFINED = "undefined";

    /* Whoever brought the values in has checked how deep they are. */
    static final DecodeLimits CHECKED = new DecodeLimits(DecodeLimits.MAX_VALUE_DEPTH, 0, 0);

    /* A run that is a smaller part of its arrays than this gets arrays of its own. */
    private static final int LEAST_SHARE = 4;

    private byte[] bytes;
    private int end;
    private int first;
    private int count;
    private final boolean json;
    private boolean ownsTail = true;

    /* Where each value starts in `bytes`; null for a single value that has its array to itself, the common case. */
    private int @Nullable [] starts;

    /** Values of an update: {@code count} encoded values in {@code [from, to)}, copied. */
    ValueRun(byte[] source, int from, int to, int count, boolean json, DecodeLimits limits) {
        this(Arrays.copyOfRange(source, from, to), to - from, count, json, null);
        if (count != 1) {
            starts = scanStarts(limits);
        }
    }

    private ValueRun(byte[] bytes, int end, int count, boolean json, int @Nullable [] starts) {
        this.bytes = bytes;
        this.end = end;
        this.count = count;
        this.json = json;
        this.starts = starts;
    }

    /** Values inserted by this replica. */
    static ValueRun of(List<?> values) {
        ByteWriter writer = new ByteWriter();
        int[] starts = new int[values.size()];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = writer.size();
            Any.write(writer, values.get(i));
        }
        return new ValueRun(
                writer.toByteArray(), writer.size(), starts.length, false, starts.length == 1 ? null : starts);
    }

    private int[] scanStarts(DecodeLimits limits) {
        int[] found = new int[count];
        ByteReader reader = new ByteReader(bytes, 0, end);
        for (int i = 0; i < count; i++) {
            found[i] = reader.position();
            if (json) {
                reader.skipVarString();
            } else {
                Any.skip(reader, limits);
            }
        }
        return found;
    }

    int count() {
        return count;
    }

    byte[] bytes() {
        return bytes;
    }

    /** How many bytes of heap the values take, without the run itself; proportional, so cutting and joining keep it. */
    int memoryBytes() {
        return end - start(0) + Integer.BYTES * count;
    }

    int end() {
        return end;
    }

    /** Offset of a value in {@link #bytes()}; of the value after the last one, {@link #end()}. */
    int start(int index) {
        int[] offsets = starts;
        return index == count ? end : offsets == null ? 0 : offsets[first + index];
    }

    @Nullable
    Object get(int index) {
        if (!json) {
            return Any.read(new ByteReader(bytes, start(index), end), CHECKED);
        }
        String text = text(index);
        return text.equals(JSON_UNDEFINED) ? Undefined.UNDEFINED : JsonText.read(text, CHECKED);
    }

    /** The JSON text of a legacy JSON value, or the word {@code undefined}. */
    String text(int index) {
        return new ByteReader(bytes, start(index), end).readVarString();
    }

    @Nullable
    Object last() {
        return get(count - 1);
    }

    void addTo(List<@Nullable Object> out, int from, int to) {
        for (int i = from; i < to; i++) {
            out.add(get(i));
        }
    }

    List<@Nullable Object> toList() {
        List<@Nullable Object> out = new ArrayList<>(count);
        addTo(out, 0, count);
        return out;
    }

    /** Cuts the values from {@code index} on off into a run of their own. */
    ValueRun splitOff(int index) {
        ValueRun right = new ValueRun(bytes, end, count - index, json, starts);
        right.first = first + index;
        right.ownsTail = ownsTail;
        end = start(index);
        count = index;
        ownsTail = false;
        return right;
    }

    /** Appends the values of {@code right}; amortised, so that values pushed one by one cost the same in total. */
    void append(ValueRun right) {
        int newCount = count + right.count;
        if (starts != null && starts == right.starts && bytes == right.bytes && first + count == right.first) {
            count = newCount;
            end = right.end;
            ownsTail = right.ownsTail;
            return;
        }
        int added = right.end - right.start(0);
        int[] offsets = roomFor(newCount, added);
        System.arraycopy(right.bytes, right.start(0), bytes, end, added);
        for (int i = 0; i < right.count; i++) {
            offsets[first + count + i] = end + right.start(i) - right.start(0);
        }
        count = newCount;
        end += added;
    }

    /* Sees to it that the run can grow in place; returns where its values start. */
    private int[] roomFor(int newCount, int addedBytes) {
        int[] offsets = starts;
        if (!ownsTail) {
            moveTo(end - start(0) + addedBytes, newCount);
            offsets = starts;
        }
        if (end + addedBytes > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end + addedBytes, end + (end >> 1)));
        }
        if (offsets == null) {
            offsets = new int[newCount];
        } else if (first + newCount > offsets.length) {
            offsets = Arrays.copyOf(offsets, Math.max(first + newCount, first + count + (count >> 1)));
        }
        starts = offsets;
        return offsets;
    }

    /** Lets go of shared arrays of which this run is only a small part. */
    void compact() {
        int size = end - start(0);
        if (starts != null && size * (long) LEAST_SHARE < bytes.length) {
            moveTo(size, count);
        }
    }

    /* Takes arrays of its own with this much room. */
    private void moveTo(int byteCapacity, int countCapacity) {
        int begin = start(0);
        int[] offsets = countCapacity == 1 ? null : new int[countCapacity];
        for (int i = 0; offsets != null && i < count; i++) {
            offsets[i] = start(i) - begin;
        }
        byte[] own = new byte[byteCapacity];
        System.arraycopy(bytes, begin, own, 0, end - begin);
        bytes = own;
        end -= begin;
        starts = offsets;
        first = 0;
        ownsTail = true;
    }

    ValueRun copy() {
        ValueRun copy = new ValueRun(bytes, end, count, json, starts);
        copy.first = first;
        copy.moveTo(end - start(0), count);
        return copy;
    }
}
