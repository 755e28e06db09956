package io.codecollab.crdt.lib0;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A cursor over a byte array that reads the primitives of lib0.
 *
 * <pre>
 *   bytes   . . . . . . . . . . . . . .
 *               ^ position      ^ end        remaining = end - position
 * </pre>
 *
 * Every read that finds something else than its format, or too little of it, throws {@link DecodeException} with the
 * offset in the array. Nothing is allocated beyond what {@link #remaining()} can fill.
 *
 * <p>Not thread-safe.
 */
public final class ByteReader {

    /** The largest integer JavaScript holds exactly, 2^53-1: the largest varUint there is. */
    public static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LITTLE_ENDIAN_LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The top bit of every byte of a word: in a varUint it says that another group follows. */
    private static final long MORE_BITS = 0x8080808080808080L;

    private static final int MAX_VARINT_BYTES = 10;

    private final byte[] bytes;
    private final int end;
    private int position;
    private boolean lastSign;

    /** Reads a whole array. */
    public ByteReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /** Reads the bytes from {@code from} (inclusive) to {@code end} (exclusive). */
    public ByteReader(byte[] bytes, int from, int end) {
        if (from < 0 || end < from || end > bytes.length) {
            throw new IndexOutOfBoundsException("from=" + from + ", end=" + end + ", length=" + bytes.length);
        }
        this.bytes = bytes;
        this.position = from;
        this.end = end;
    }

    /** The array being read: not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    /** The index in the array of the next byte. */
    public int position() {
        return position;
    }

    /** Moves to an index of the array, at most {@link #end()}. */
    public void position(int position) {
        if (position < 0 || position > end) {
            throw new IndexOutOfBoundsException("position=" + position + ", end=" + end);
        }
        this.position = position;
    }

    /** The index after the last byte that may be read. */
    public int end() {
        return end;
    }

    /** How many bytes are left. */
    public int remaining() {
        return end - position;
    }

    /** Whether a byte is left. */
    public boolean hasRemaining() {
        return position < end;
    }

    /** Skips bytes that must be there. */
    public void skip(long count) {
        position = endOf(count);
    }

    /** Reads one byte, 0 to 255. */
    public int readUint8() {
        if (position >= end) {
            throw endOfInput();
        }
        return bytes[position++] & 0xFF;
    }

    /** Reads a varUint, 0 to 2^53-1. Overlong forms are accepted up to 10 bytes, as Yjs accepts them. */
    public long readVarUint() {
        int at = position;
        if (at < end) {
            byte first = bytes[at];
            if (first >= 0) {
                position = at + 1;
                return first;
            }
        }
        return readSeveralGroups();
    }

    /**
     * Reads a varUint that must fit a positive int: a clock, a length or a count.
     *
     * @param what its name, for the message
     */
    public int readVarUint31(String what) {
        int at = position;
        if (at < end) {
            byte first = bytes[at];
            if (first >= 0) {
                position = at + 1;
                return first;
            }
        }
        long value = readSeveralGroups();
        if (value > Integer.MAX_VALUE) {
            throw new DecodeException(what + " exceeds 2^31-1", at);
        }
        return (int) value;
    }

    /**
     * Reads a varInt, plus or minus 2^53-1. Its sign is a bit of its own, so there is a negative zero: see
     * {@link #lastVarIntNegative()}.
     */
    public long readVarInt() {
        int first = readUint8();
        lastSign = (first & 0x40) != 0;
        long magnitude = (first & 0x80) == 0 ? first & 0x3F : readGroups(first & 0x3F, 6);
        return lastSign ? -magnitude : magnitude;
    }

    /** Whether the last varInt carried the negative sign, which zero can carry too. */
    public boolean lastVarIntNegative() {
        return lastSign;
    }

    /** Skips {@code size} bytes if there is a next word and it has these bits under this mask. */
    boolean skipIfNext(long word, long mask, int size) {
        int at = position;
        if (end - at < Long.BYTES || ((long) LITTLE_ENDIAN_LONGS.get(bytes, at) & mask) != word) {
            return false;
        }
        position = at + size;
        return true;
    }

    /** The word that starts at this index, its first byte lowest. */
    long wordAt(int index) {
        return (long) LITTLE_ENDIAN_LONGS.get(bytes, index);
    }

    /**
     * Reads a varUint of up to 8 groups from one word, without a branch per group, unless it is too close to the end.
     */
    private long readSeveralGroups() {
        int at = position;
        if (end - at < Long.BYTES) {
            return readGroups(0, 0);
        }
        long word = (long) LITTLE_ENDIAN_LONGS.get(bytes, at);
        if ((word & 0x808080)
                == 0x8080) { // most clocks of a large document; a branch that is predicted beats the chain below
            position = at + 3;
            return (word & 0x7F) | (word >>> 1 & 0x3F80) | (word >>> 2 & 0x1FC000);
        }
        long stops = ~word & MORE_BITS;
        if (stops == 0) {
            return readGroups(0, 0);
        }
        int bits = Long.numberOfTrailingZeros(stops) + 1;
        word &= ~MORE_BITS & -1L >>> (Long.SIZE - bits);
        // eight groups of 7 become four of 14, two of 28, one of 56
        word = (word & 0x007F007F007F007FL) | (word & 0x7F007F007F007F00L) >>> 1;
        word = (word & 0x00003FFF00003FFFL) | (word & 0x3FFF00003FFF0000L) >>> 2;
        word = (word & 0x000000000FFFFFFFL) | (word & 0x0FFFFFFF00000000L) >>> 4;
        if (word > MAX_SAFE_INTEGER) {
            throw failure("integer exceeds 2^53-1");
        }
        position = at + bits / Byte.SIZE;
        return word;
    }

    /** Reads groups of 7 bits, lowest first, into a value that already has its lowest {@code shift} bits. */
    private long readGroups(long low, int shift) {
        long value = low;
        int groupShift = shift;
        int at = position;
        int limit = Math.min(end, at + MAX_VARINT_BYTES - (shift == 0 ? 0 : 1));
        while (at < limit) {
            byte group = bytes[at++];
            long payload = group & 0x7F;
            if (groupShift <= 49) {
                value |= payload << groupShift;
            } else if (payload != 0) {
                throw failure("integer exceeds 2^53-1");
            }
            if (group >= 0) {
                if (value > MAX_SAFE_INTEGER) {
                    throw failure("integer exceeds 2^53-1");
                }
                position = at;
                return value;
            }
            groupShift += 7;
        }
        if (at == end) {
            throw endOfInput();
        }
        throw failure("integer longer than " + MAX_VARINT_BYTES + " bytes");
    }

    /** Reads an IEEE single, big endian. */
    public float readFloat32() {
        int at = advance(Float.BYTES);
        return Float.intBitsToFloat((int) INTS.get(bytes, at));
    }

    /** Reads an IEEE double, big endian. */
    public double readFloat64() {
        int at = advance(Double.BYTES);
        return Double.longBitsToDouble((long) LONGS.get(bytes, at));
    }

    /** Reads a 64-bit two's complement integer, big endian. */
    public long readBigInt64() {
        int at = advance(Long.BYTES);
        return (long) LONGS.get(bytes, at);
    }

    /** Reads a length and a copy of that many bytes. */
    public byte[] readVarBytes() {
        int length = readLength();
        int at = advance(length);
        return Arrays.copyOfRange(bytes, at, at + length);
    }

    /** Reads a length and skips that many bytes. */
    public void skipVarBytes() {
        advance(readLength());
    }

    /** Reads a string: strict UTF-8, a byte order mark is kept. */
    public String readVarString() {
        int length = readLength();
        int at = advance(length);
        return Utf8.decode(bytes, at, at + length);
    }

    /** Checks and skips a string, and tells its length in UTF-16 code units. */
    public int skipVarString() {
        int length = readLength();
        int at = advance(length);
        return Utf8.utf16Length(bytes, at, at + length);
    }

    /** Reads the length prefix of bytes that must be there. */
    public int readLength() {
        int at = position;
        long length = readVarUint();
        if (length > end - position) {
            throw new DecodeException("length=" + length + " exceeds the input, remaining=" + (end - position), at);
        }
        return (int) length;
    }

    /** A {@link DecodeException} at the current position, to be thrown by the caller. */
    public DecodeException failure(String reason) {
        return new DecodeException(reason, position);
    }

    /** Moves over bytes that must be there; returns where they start. */
    private int advance(int count) {
        int at = position;
        position = endOf(count);
        return at;
    }

    private int endOf(long count) {
        if (count < 0 || count > end - position) {
            throw endOfInput();
        }
        return position + (int) count;
    }

    private DecodeException endOfInput() {
        return new DecodeException("unexpected end of input", end);
    }
}
