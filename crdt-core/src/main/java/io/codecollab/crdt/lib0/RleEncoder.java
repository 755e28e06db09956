package io.codecollab.crdt.lib0;

/**
 * A column of bytes as runs: {@code value varUint(count-1)}, the count of the last run left out.
 *
 * <p>Not thread-safe.
 */
public final class RleEncoder {

    private static final int NONE = -1;

    private final ByteWriter out = new ByteWriter();
    private int value = NONE;
    private int count;

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
