package io.codecollab.crdt.lib0;

/**
 * A column of bytes as runs: {@code value varUint(count-1)}, the count of the last run left out.
 *
 * <p>Not thread-safe.
 */
public final class RleEncoder {

    private static final int INITIAL_BYTES = 64;

    /** A value and a count. */
    private static final int MAX_RUN_BYTES = 1 + ByteWriter.VARINT_ROOM;

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

    /** Adds the first {@code size} of these values. */
    public void writeAll(byte[] values, int size) {
        out.ensure(size * MAX_RUN_BYTES);
        byte[] bytes = out.buffer();
        int at = out.size();
        int last = value;
        int run = count;
        for (int i = 0; i < size; i++) {
            int next = values[i] & 0xff;
            if (next == last) {
                run++;
                continue;
            }
            if (run > 0) {
                at = ByteWriter.putVarUint(bytes, at, run - 1);
            }
            bytes[at++] = (byte) next;
            last = next;
            run = 1;
        }
        out.position(at);
        value = last;
        count = run;
    }

    /** The finished column. */
    public ByteWriter finish() {
        return out;
    }
}
