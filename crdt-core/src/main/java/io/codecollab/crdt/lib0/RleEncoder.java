package io.codecollab.crdt.lib0;

/**
 * A column of bytes as runs: {@code value varUint(count-1)}, the count of the last run left out.
 *
 * <p>Not thread-safe.
 */
public final class RleEncoder {

    private static final int INITIAL_BYTES = 64;

    private static final int NONE = -1;

    private final ByteWriter out;
    private int value = NONE;
    private int count;

    /** An empty column. */
    public RleEncoder() {
        this(INITIAL_BYTES);
    }

    /** An empty column with room for this many bytes. */
    public RleEncoder(int expectedBytes) {
        out = new ByteWriter(expectedBytes);
    }

    /** Adds a value, 0 to 255. */
    public void write(int value) {
        if (value == this.value) {
            count++;
            return;
        }
        if (count > 0) {
            out.writeVarUint(count - 1);
        }
        out.writeUint8(value);
        this.value = value;
        count = 1;
    }

    /** The finished column. */
    public ByteWriter finish() {
        return out;
    }
}
