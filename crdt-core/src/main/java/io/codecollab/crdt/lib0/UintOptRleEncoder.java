package io.codecollab.crdt.lib0;

/**
 * A column of unsigned integers: {@code varInt(+value)} for one, {@code varInt(-value) varUint(count-2)} for a run. A
 * run of zeros is written with a negative zero.
 *
 * <p>Not thread-safe.
 */
public final class UintOptRleEncoder {

    private static final int INITIAL_BYTES = 64;

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

    private void flush() {
        if (count > 0) {
            out.writeVarInt(value, count > 1);
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
