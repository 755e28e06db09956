package io.codecollab.crdt.lib0;

/**
 * A column of integers as runs of equal differences: {@code varInt(2*difference + more)}, followed by {@code
 * varUint(count-2)} when {@code more} is 1.
 *
 * <p>Not thread-safe.
 */
public final class IntDiffOptRleEncoder {

    private static final int INITIAL_BYTES = 64;

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

    private void flush() {
        if (count > 0) {
            out.writeVarInt(2 * difference + (count > 1 ? 1 : 0));
            if (count > 1) {
                out.writeVarUint(count - 2);
            }
            count = 0;
        }
    }

    /** The finished column. */
    public ByteWriter finish() {
        flush();
        return out;
    }
}
