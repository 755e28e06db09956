package io.codecollab.crdt.lib0;

/**
 * Reads varUints that tend to be the one that came before, such as the clients of origins: then comparing their bytes
 * is enough. That makes reading a large document twice as fast.
 *
 * <p>Not thread-safe.
 */
public final class RepeatingVarUint {

    /** Bits that no word has under {@link #NONE}. */
    private static final long UNEQUAL = -1;

    private static final long NONE = 0;

    private long value;

    /** The bytes of the last value as the low bytes of a word, and which bytes of the word they are. */
    private long word = UNEQUAL;

    private long mask = NONE;
    private int size;

    /** Reads the next varUint. */
    public long read(ByteReader in) {
        if (in.skipIfNext(word, mask, size)) {
            return value;
        }
        int start = in.position();
        value = in.readVarUint();
        size = in.position() - start;
        if (size > Long.BYTES || in.end() - start < Long.BYTES) {
            mask = NONE;
            word = UNEQUAL;
        } else {
            mask = -1L >>> (Long.SIZE - size * Byte.SIZE);
            word = in.wordAt(start) & mask;
        }
        return value;
    }
}
