package io.codecollab.crdt.lib0;

/**
 * A column of unsigned integers: {@code varInt(+value)} for one, {@code varInt(-value) varUint(count-2)} for a run. A
 * run of zeros is written with a negative zero.
 *
 * <p>Not thread-safe.
 */
public final class UintOptRleEncoder {

    private static final int INITIAL_BYTES = 64;

    /** A value and a count. */
    private static final int MAX_RUN_BYTES = 2 * ByteWriter.VARINT_ROOM;

    private final ByteWriter out;
    private long value;
    private int count;

    /** An empty column. */
    public UintOptRleEncoder() {
        this(INITIAL_BYTES);
    }

    /** An empty column with room for this many bytes. */
    public UintOptRleEncoder(int expectedBytes) {
        out = new ByteWriter(expectedBytes);
    }

    /** Adds a value, 0 to 2^53-1. */
    public void write(long value) {
        if (value == this.value) {
            count++;
            return;
        }
        flush();
        this.value = value;
        count = 1;
    }

    /** Adds the first {@code size} of these values. */
    public void writeAll(long[] values, int size) {
        out.ensure(size * MAX_RUN_BYTES);
        byte[] bytes = out.buffer();
        int at = out.size();
        long last = value;
        int run = count;
        for (int i = 0; i < size; i++) {
            long next = values[i];
            if (next == last) {
                run++;
                continue;
            }
            if (run > 0) {
                at = put(bytes, at, last, run);
            }
            last = next;
            run = 1;
        }
        out.position(at);
        value = last;
        count = run;
    }

    private void flush() {
        if (count > 0) {
            out.ensure(MAX_RUN_BYTES);
            out.position(put(out.buffer(), out.size(), value, count));
            count = 0;
        }
    }

    private static int put(byte[] bytes, int at, long value, int count) {
        int end = ByteWriter.putVarInt(bytes, at, value, count > 1);
        return count > 1 ? ByteWriter.putVarUint(bytes, end, count - 2) : end;
    }

    /** The finished column. */
    public ByteWriter finish() {
        flush();
        return out;
    }
}
