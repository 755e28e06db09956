package io.codecollab.crdt.lib0;

/**
 * Reads what {@link UintOptRleEncoder} wrote.
 *
 * <p>Not thread-safe.
 */
public final class UintOptRleDecoder {

    private final ByteReader in;
    private long value;
    private long left;

    /** Reads a column in a range of an array. */
    public UintOptRleDecoder(byte[] bytes, int from, int to) {
        in = new ByteReader(bytes, from, to);
    }

    /** The next value, 0 to 2^53-1. */
    public long read() {
        if (left == 0) {
            value = Math.abs(in.readVarInt());
            left = in.lastVarIntNegative() ? in.readVarUint() + 2 : 1;
        }
        left--;
        return value;
    }

    /**
     * The next value, which must fit a positive int.
     *
     * @param what its name, for the message
     */
    public int readInt31(String what) {
        long next = read();
        if (next > Integer.MAX_VALUE) {
            throw in.failure(what + " exceeds 2^31-1");
        }
        return (int) next;
    }
}
