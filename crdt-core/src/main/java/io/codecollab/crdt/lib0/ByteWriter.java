package io.codecollab.crdt.lib0;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A byte array that grows while the primitives of lib0 are written to it; their shortest forms, as lib0 writes them.
 *
 * <p>Not thread-safe.
 */
public final class ByteWriter {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int INITIAL_BYTES = 64;

    private static final VarHandle LITTLE_ENDIAN_INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** The most bytes one varUint takes, and one byte less than the most of a varInt. */
    private static final int MAX_VARINT_BYTES = 8;

    /** How many bytes may be touched to put one varUint or varInt. */
    public static final int VARINT_ROOM = 9;

    private static final int SHORT_VARINT_BITS = 27;

    private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;

    private byte[] bytes;
    private int size;

    /** Starts small. */
    public ByteWriter() {
        this(INITIAL_BYTES);
    }

    /** Starts with room for this many bytes. */
    public ByteWriter(int capacity) {
        bytes = new byte[capacity];
    }

    /** Writes to this array as long as there is room in it. */
    public ByteWriter(byte[] array) {
        bytes = array;
    }

    /** How many bytes were written. */
    public int size() {
        return size;
    }

    /** Forgets what was written and keeps the room. */
    public void reset() {
        size = 0;
    }

    /** The live array, valid until the next write; what was written are its first {@link #size()} bytes. */
    public byte[] buffer() {
        return bytes;
    }

    /**
     * Cuts back to the first {@code size} bytes, or takes over bytes put into {@link #buffer()} after {@link #ensure}.
     */
    public void position(int size) {
        if (size < 0 || size > bytes.length) {
            throw new IndexOutOfBoundsException("size=" + size + ", capacity=" + bytes.length);
        }
        this.size = size;
    }

    /** What was written, without a copy if that fills the array. The writer must not be used any more. */
    public byte[] take() {
        return size == bytes.length ? bytes : toByteArray();
    }

    /** How many bytes {@link #writeVarUint} takes for this value. */
    public static int varUintSize(long value) {
        int groups = 1;
        for (long rest = value >>> 7; rest != 0; rest >>>= 7) {
            groups++;
        }
        return groups;
    }

    /** A copy of what was written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** Makes room for this many more bytes. */
    public void ensure(int count) {
        if (count > bytes.length - size) {
            grow(count);
        }
    }

    private void grow(int count) {
        long needed = (long) size + count;
        if (needed > MAX_ARRAY_BYTES) {
            throw new OutOfMemoryError("an encoding of " + needed + " bytes does not fit an array");
        }
        long doubled = Math.max(bytes.length * 2L, INITIAL_BYTES);
        bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(doubled, needed), MAX_ARRAY_BYTES));
    }

    /** Writes the low 8 bits. */
    public void writeUint8(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    /** Writes a varUint, 0 to 2^53-1. */
    public void writeVarUint(long value) {
        if (value < 0 || value > ByteReader.MAX_SAFE_INTEGER) {
            throw new IllegalArgumentException("varUint=" + value + ", allowed=0..2^53-1");
        }
        ensure(MAX_VARINT_BYTES);
        size = putVarUint(bytes, size, value);
    }

    /** Writes a varInt, plus or minus 2^53-1. */
    public void writeVarInt(long value) {
        if (value < -ByteReader.MAX_SAFE_INTEGER || value > ByteReader.MAX_SAFE_INTEGER) {
            throw new IllegalArgumentException("varInt=" + value + ", allowed=-(2^53-1)..2^53-1");
        }
        writeVarInt(Math.abs(value), value < 0);
    }

    /** Writes a varInt by magnitude and sign: the only way to write negative zero. The magnitude may be up to 2^54. */
    public void writeVarInt(long magnitude, boolean negative) {
        if (magnitude < 0 || magnitude > 2 * ByteReader.MAX_SAFE_INTEGER + 1) {
            throw new IllegalArgumentException("magnitude=" + magnitude + ", allowed=0..2^54-1");
        }
        ensure(VARINT_ROOM);
        size = putVarInt(bytes, size, magnitude, negative);
    }

    /**
     * Puts a varInt where there are {@value #VARINT_ROOM} bytes of room, and returns where it ends; what is behind that
     * may be overwritten.
     */
    static int putVarInt(byte[] target, int at, long magnitude, boolean negative) {
        int sign = negative ? 0x40 : 0;
        if (magnitude >= 1 << SHORT_VARINT_BITS) {
            target[at] = (byte) (0x80 | sign | (magnitude & 0x3F));
            return putVarUint(target, at + 1, magnitude >>> 6);
        }
        // four groups at once: where lengths are mixed, a loop is guessed wrong too often
        int value = (int) magnitude;
        int groups = (Integer.SIZE - Integer.numberOfLeadingZeros(value) + 7) / 7;
        int bytes = sign
                | (value & 0x3F)
                | ((value & 0x7F << 6) << 2)
                | ((value & 0x7F << 13) << 3)
                | ((value & 0x7F << 20) << 4);
        LITTLE_ENDIAN_INTS.set(target, at, bytes | continuations(groups));
        return at + groups;
    }

    /* The highest bit of every group but the last, of one to four. */
    private static int continuations(int groups) {
        return (int) (0x8080_8080L >>> (Byte.SIZE * (5 - groups)));
    }

    /** Puts a varUint where there are {@value #VARINT_ROOM} bytes of room, and returns where it ends. */
    public static int putVarUint(byte[] target, int from, long value) {
        int at = from;
        long rest = value;
        while (rest > 0x7F) {
            target[at++] = (byte) (0x80 | rest);
            rest >>>= 7;
        }
        target[at++] = (byte) rest;
        return at;
    }

    /** Writes an IEEE single, big endian. */
    public void writeFloat32(float value) {
        ensure(Float.BYTES);
        INTS.set(bytes, size, Float.floatToIntBits(value));
        size += Float.BYTES;
    }

    /** Writes an IEEE double, big endian; every NaN as the canonical one. */
    public void writeFloat64(double value) {
        ensure(Double.BYTES);
        LONGS.set(bytes, size, Double.doubleToLongBits(value));
        size += Double.BYTES;
    }

    /** Writes a 64-bit two's complement integer, big endian. */
    public void writeBigInt64(long value) {
        ensure(Long.BYTES);
        LONGS.set(bytes, size, value);
        size += Long.BYTES;
    }

    /** Writes bytes as they are. */
    public void writeBytes(byte[] source, int from, int to) {
        int count = to - from;
        ensure(count);
        System.arraycopy(source, from, bytes, size, count);
        size += count;
    }

    /** Writes everything that was written to another writer. */
    public void writeBytes(ByteWriter source) {
        writeBytes(source.bytes, 0, source.size);
    }

    /** Writes a length and the bytes. */
    public void writeVarBytes(byte[] source) {
        writeVarBytes(source, 0, source.length);
    }

    /** Writes a length and the bytes of a range. */
    public void writeVarBytes(byte[] source, int from, int to) {
        writeVarUint(to - from);
        writeBytes(source, from, to);
    }

    /** Writes, as varBytes, everything that was written to another writer. */
    public void writeVarBytes(ByteWriter source) {
        writeVarBytes(source.bytes, 0, source.size);
    }

    /** Writes a string; a lone surrogate becomes {@code EF BF BD}. */
    public void writeVarString(String text) {
        int length = Utf8.encodedLength(text);
        writeVarUint(length);
        ensure(length);
        size = Utf8.encode(text, bytes, size);
    }

    /** Writes the UTF-8 of a range of UTF-16, without a length. */
    public void writeUtf8(char[] units, int from, int to) {
        ensure(Utf8.encodedLength(units, from, to));
        size = Utf8.encode(units, from, to, bytes, size);
    }

    /** Writes the UTF-8 of a string, without a length. */
    public void writeUtf8(CharSequence text) {
        ensure(Utf8.encodedLength(text));
        size = Utf8.encode(text, bytes, size);
    }

    /** Writes the UTF-8 of a range of Latin-1, without a length. */
    public void writeUtf8(byte[] latin1, int from, int to) {
        ensure(2 * (to - from));
        size = Utf8.encodeLatin1(latin1, from, to, bytes, size);
    }
}
