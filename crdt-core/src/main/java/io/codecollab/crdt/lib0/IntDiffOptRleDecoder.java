package io.codecollab.crdt.lib0;

/**
 * Reads what {@link IntDiffOptRleEncoder} wrote.
 *
 * <p>Not thread-safe.
 */
public final class IntDiffOptRleDecoder {

    private final ByteReader in;
    private long value;
    private long difference;
    private long left;

    /** Reads a column in a range of an array. */
    public IntDiffOptRleDecoder(byte[] bytes, int from, int to) {
        in = new ByteReader(bytes, from, to);
    }

    /** The next value, plus or minus 2^53-1. */
    public long read() {
        if (left == 0) {
            long coded = in.readVarInt();
            difference = coded >> 1;
            left = (coded & 1) == 0 ? 1 : in.readVarUint() + 2;
        }
        left--;
        value += difference;
        if (Math.abs(value) > ByteReader.MAX_SAFE_INTEGER) {
            throw in.failure("integer exceeds 2^53-1");
        }
        return value;
    }

    /**
     * The next value, which must fit a positive int.
     *
     * @param what its name, for the message
     */
    public int readInt31(String what) {
        long next = read();
        if (next < 0 || next > Integer.MAX_VALUE) {
            throw in.failure(what + " is not in 0..2^31-1");
        }
        return (int) next;
    }
}
