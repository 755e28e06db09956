package io.codecollab.crdt.lib0;

/**
 * A column of strings: all of them joined into one varString, then their lengths in UTF-16 units
 * ({@link UintOptRleEncoder}). Joining comes before encoding, so that a high surrogate at the end of one string and a
 * low one at the start of the next become a pair.
 *
 * <p>Not thread-safe.
 */
public final class StringColumnEncoder {

    private static final char NONE = 0;

    private static final int INITIAL_BYTES = 64;

    private final ByteWriter joined;
    private final UintOptRleEncoder lengths;

    /** A high surrogate at the end of what was joined so far: not written yet, it may find its other half. */
    private char openSurrogate = NONE;

    /** An empty column. */
    public StringColumnEncoder() {
        this(new byte[INITIAL_BYTES], INITIAL_BYTES);
    }

    /** An empty column with room for so many bytes of lengths, its text written to this array while there is room in it. */
    public StringColumnEncoder(byte[] text, int expectedLengthBytes) {
        joined = new ByteWriter(text);
        lengths = new UintOptRleEncoder(expectedLengthBytes);
    }

    /** Adds a string. */
    public void write(String text) {
        start(text.length());
        append(text.toCharArray(), 0, text.length());
    }

    /** Starts a string of this many UTF-16 units; appended pieces must add up to it. */
    public void start(int utf16Length) {
        lengths.write(utf16Length);
    }

    /** Appends a piece of a string: a range of UTF-16. */
    public void append(char[] units, int from, int to) {
        if (from == to) {
            return;
        }
        int start = from;
        if (openSurrogate != NONE && Character.isLowSurrogate(units[from])) {
            joined.writeUtf8(new char[] {openSurrogate, units[from]}, 0, 2);
            openSurrogate = NONE;
            start++;
        }
        closeSurrogate();
        int end = to;
        if (end > start && Character.isHighSurrogate(units[end - 1])) {
            openSurrogate = units[--end];
        }
        joined.writeUtf8(units, start, end);
    }

    /** Appends a piece of a string: a range of Latin-1. */
    public void appendLatin1(byte[] latin1, int from, int to) {
        if (from < to) {
            closeSurrogate();
            joined.writeUtf8(latin1, from, to);
        }
    }

    /** Appends a piece of a string: a range of well-formed UTF-8. */
    public void appendUtf8(byte[] utf8, int from, int to) {
        if (from < to) {
            closeSurrogate();
            joined.writeBytes(utf8, from, to);
        }
    }

    /** Where the text of strings goes that are ASCII: append it there, and tell {@link #lengths()} about each. */
    public ByteWriter ascii() {
        closeSurrogate();
        return joined;
    }

    /** The lengths of the strings, in UTF-16 units. */
    public UintOptRleEncoder lengths() {
        return lengths;
    }

    private void closeSurrogate() {
        if (openSurrogate != NONE) {
            joined.writeUtf8(new char[] {openSurrogate}, 0, 1);
            openSurrogate = NONE;
        }
    }

    /** The finished column. */
    public ByteWriter finish() {
        ByteWriter column = new ByteWriter(finishedSize());
        writeTo(column);
        return column;
    }

    /** Finishes the column and tells how many bytes it has. */
    public int finishedSize() {
        closeSurrogate();
        return ByteWriter.varUintSize(joined.size())
                + joined.size()
                + lengths.finish().size();
    }

    /** Writes the finished column. */
    public void writeTo(ByteWriter out) {
        closeSurrogate();
        out.writeVarBytes(joined);
        out.writeBytes(lengths.finish());
    }
}
