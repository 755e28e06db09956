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
final class ValueRun {
    private static final String JSON_UNDEFINED = "undefined";

    private byte[] bytes;
    private int end;
    private int count;
    private final boolean json;

    /* Where each value starts in `bytes`; null for a single value, the common case. */
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
        return new ValueRun(writer.toByteArray(), writer.size(), starts.length, false, starts.length == 1 ? null : starts);
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

    boolean isJson() {
        return json;
    }

    byte[] bytes() {
        return bytes;
    }

    int end() {
        return end;
    }

    /** Offset of a value in {@link #bytes()}. */
    int start(int index) {
        int[] offsets = starts;
        return offsets == null ? (index == 0 ? 0 : end) : index < count ? offsets[index] : end;
    }

    @Nullable Object get(int index) {
        if (!json) {
            return Any.read(new ByteReader(bytes, start(index), end), DecodeLimits.DEFAULT);
        }
        String text = text(index);
        return text.equals(JSON_UNDEFINED) ? Undefined.UNDEFINED : JsonText.read(text);
    }

    /** The JSON text of a legacy JSON value, or the word {@code undefined}. */
    String text(int index) {
        return new ByteReader(bytes, start(index), end).readVarString();
    }

    @Nullable Object last() {
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
        int cut = start(index);
        int rightCount = count - index;
        int[] rightStarts = null;
        if (rightCount > 1) {
            rightStarts = new int[rightCount];
            for (int i = 0; i < rightCount; i++) {
                rightStarts[i] = start(index + i) - cut;
            }
        }
        ValueRun right =
                new ValueRun(Arrays.copyOfRange(bytes, cut, end), end - cut, rightCount, json, rightStarts);
        bytes = Arrays.copyOf(bytes, cut);
        end = cut;
        count = index;
        starts = index == 1 ? null : Arrays.copyOf(starts(), index);
        return right;
    }

    /** Appends the values of {@code right}; amortised, so that values pushed one by one cost the same in total. */
    void append(ValueRun right) {
        int newCount = count + right.count;
        int newEnd = end + right.end;
        if (newEnd > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(newEnd, end + (end >> 1)));
        }
        System.arraycopy(right.bytes, 0, bytes, end, right.end);
        int[] offsets = starts();
        if (newCount > offsets.length) {
            offsets = Arrays.copyOf(offsets, Math.max(newCount, count + (count >> 1)));
        }
        for (int i = 0; i < right.count; i++) {
            offsets[count + i] = end + right.start(i);
        }
        starts = offsets;
        count = newCount;
        end = newEnd;
    }

    private int[] starts() {
        int[] offsets = starts;
        return offsets != null ? offsets : new int[count];
    }

    ValueRun copy() {
        int[] offsets = starts;
        return new ValueRun(
                Arrays.copyOf(bytes, end), end, count, json, offsets == null ? null : Arrays.copyOf(offsets, count));
    }
}
