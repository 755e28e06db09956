package io.codecollab.crdt.lib0;

/**
 * A column of integers as runs of equal differences: {@code varInt(2*difference + more)}, followed by {@code
 * varUint(count-2)} when {@code more} is 1.
 *
 * <p>Not thread-safe.
 */
public final class IntDiffOptRleEncoder {

    private static final int INITIAL_BYTES = 64;

    /** A difference and a count. */
    private static final int MAX_RUN_BYTES = 2 * ByteWriter.VARINT_ROOM;

    private final ByteWriter out;
    private long last;
    private long difference;
    private int count;

    /** An empty column. */
    public IntDiffOptRleEncoder() {
        this(INITIAL_BYTES);
    }

    /** An empty column with room for this many bytes. */
    public IntDiffOptRleEncoder(int expectedBytes) {
        out = new ByteWriter(expectedBytes);
    }

    /** Adds a value, at most 2^52 away from the one before. */
    public void write(long value) {
        long step = value - last;
        last = value;
        if (step == difference) {
            count++;
            return;
        }
        flush();
        difference = step;
        count = 1;
    }

    /** Adds the first {@code size} of these values. */
    public void writeAll(long[] values, int size) {
        out.ensure(size * MAX_RUN_BYTES);
        byte[] bytes = out.buffer();
        int at = out.size();
        long before = last;
        long step = difference;
        int run = count;
        for (int i = 0; i < size; i++) {
            long next = values[i] - before;
            before = values[i];
            if (next == step) {
                run++;
                continue;
            }
            if (run > 0) {
                at = put(bytes, at, step, run);
            }
            step = next;
            run = 1;
        }
        out.position(at);
        last = before;
        difference = step;
        count = run;
    }

    private void flush() {
        if (count > 0) {
            out.ensure(MAX_RUN_BYTES);
            out.position(put(out.buffer(), out.size(), difference, count));
            count = 0;
        }
    }

    private static int put(byte[] bytes, int at, long difference, int count) {
        long entry = 2 * difference + (count > 1 ? 1 : 0);
        int end = ByteWriter.putVarInt(bytes, at, Math.abs(entry), entry < 0);
        return count > 1 ? ByteWriter.putVarUint(bytes, end, count - 2) : end;
    }

    /** The finished column. */
    public ByteWriter finish() {
        flush();
        return out;
    }
}
