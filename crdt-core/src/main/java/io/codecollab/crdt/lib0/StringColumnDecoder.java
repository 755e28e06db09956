package io.codecollab.crdt.lib0;

import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link StringColumnEncoder} wrote, one range at a time: of the bytes themselves while the column is pure
 * ASCII, of its UTF-16 otherwise.
 *
 * <p>Not thread-safe.
 */
public final class StringColumnDecoder {

    private final byte[] bytes;
    private final char @Nullable [] units;
    private final UintOptRleDecoder lengths;
    private final int end;
    private int from;
    private int to;

    /** Reads a column in a range of an array. */
    public StringColumnDecoder(byte[] bytes, int from, int to) {
        ByteReader in = new ByteReader(bytes, from, to);
        int length = in.readLength();
        int start = in.position();
        in.skip(length);
        this.bytes = bytes;
        int utf16Length = Utf8.utf16Length(bytes, start, in.position());
        if (utf16Length == length) {
            units = null;
            this.to = start;
            end = in.position();
        } else {
            units = Utf8.decodeValid(bytes, start, in.position(), utf16Length).toCharArray();
            this.to = 0;
            end = utf16Length;
        }
        lengths = new UintOptRleDecoder(bytes, in.position(), to);
    }

    /** Moves to the next string and returns its length in UTF-16 units. */
    public int next() {
        long length = lengths.read();
        if (length > end - to) {
            throw new DecodeException("string column exhausted, length=" + length + ", left=" + (end - to), to);
        }
        from = to;
        to += (int) length;
        return (int) length;
    }

    /** Moves to the next string and returns it. */
    public String read() {
        next();
        return string();
    }

    /** The current string. */
    public String string() {
        return units == null ? Utf8.decodeValid(bytes, from, to, to - from) : new String(units, from, to - from);
    }

    /** The array that {@link #from()} and {@link #to()} index when the column is pure ASCII. */
    public byte[] bytes() {
        return bytes;
    }

    /** The UTF-16 that {@link #from()} and {@link #to()} index, or null when the column is pure ASCII. */
    public char @Nullable [] units() {
        return units;
    }

    /** Where the current string starts. */
    public int from() {
        return from;
    }

    /** Where the current string ends. */
    public int to() {
        return to;
    }
}
