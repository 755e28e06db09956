package io.codecollab.crdt.lib0;

/**
 * Reads what {@link RleEncoder} wrote. The last run has no count: it repeats for as long as it is asked.
 *
 * <p>Not thread-safe.
 */
public final class RleDecoder {

    private final ByteReader in;
    private int value;
    private long left;

    /** Reads a column in a range of an array. */
    public RleDecoder(byte[] bytes, int from, int to) {
        in = new ByteReader(bytes, from, to);
    }

    /** The next value, 0 to 255. */
    public int read() {
        if (left == 0) {
            value = in.readUint8();
            left = in.hasRemaining() ? in.readVarUint() + 1 : Long.MAX_VALUE;
        }
        left--;
        return value;
    }
}
