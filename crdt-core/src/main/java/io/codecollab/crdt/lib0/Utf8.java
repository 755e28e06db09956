package io.codecollab.crdt.lib0;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * UTF-8 as browsers speak it: {@code TextEncoder} on the way out (a lone surrogate becomes U+FFFD), a <em>fatal</em>
 * {@code TextDecoder} that keeps the byte order mark on the way in.
 *
 * <p>Replacing bad input would change the length of a string, and lengths are clocks: two peers that replace
 * differently never converge again. Hence strict.
 *
 * <p>Stateless, thread-safe.
 */
public final class Utf8 {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /**
     * Checks a range and measures it.
     *
     * @return the length in UTF-16 code units; equal to {@code to - from} exactly when the range is pure ASCII
     * @throws DecodeException when the range is not well-formed UTF-8
     */
    public static int utf16Length(byte[] bytes, int from, int to) {
        int length = to - from;
        return isAscii(bytes, from, to) ? length : mixedUtf16Length(bytes, from, to);
    }

    /** Looks at eight bytes at a time; the last eight overlap those before, so that there is no tail to loop over. */
    private static boolean isAscii(byte[] bytes, int from, int to) {
        int lastWord = to - Long.BYTES;
        if (lastWord >= from) {
            long bits = (long) LONGS.get(bytes, lastWord);
            for (int at = from; at < lastWord; at += Long.BYTES) {
                bits |= (long) LONGS.get(bytes, at);
            }
            return (bits & HIGH_BITS) == 0;
        }
        int bits = 0;
        for (int at = from; at < to; at++) {
            bits |= bytes[at];
        }
        return bits >= 0;
    }

    /** Checks and counts sequence by sequence. */
    private static int mixedUtf16Length(byte[] bytes, int from, int to) {
        int units = 0;
        int at = from;
        while (at < to) {
            int size = sequenceLength(bytes, at, to);
            if (size == 0) {
                throw new DecodeException("invalid UTF-8", at);
            }
            units += size == 4 ? 2 : 1;
            at += size;
        }
        return units;
    }

    /**
     * The length of the well-formed sequence that starts here, or 0 when there is none (Unicode 15, table 3-7: no
     * overlong forms, no surrogates, nothing above U+10FFFF).
     */
    private static int sequenceLength(byte[] bytes, int at, int to) {
        int lead = bytes[at];
        if (lead >= 0) {
            return 1;
        }
        lead &= 0xFF;
        if (lead < 0xC2 || lead > 0xF4) {
            return 0;
        }
        int size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (to - at < size) {
            return 0;
        }
        int second = bytes[at + 1] & 0xFF;
        int lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < lowest || second > highest) {
            return 0;
        }
        for (int i = at + 2; i < at + size; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return size;
    }

    /**
     * Decodes a range.
     *
     * @throws DecodeException when the range is not well-formed UTF-8
     */
    public static String decode(byte[] bytes, int from, int to) {
        return decodeValid(bytes, from, to, utf16Length(bytes, from, to));
    }

    /** Decodes a range that {@link #utf16Length} has accepted and measured. */
    public static String decodeValid(byte[] bytes, int from, int to, int utf16Length) {
        boolean ascii = utf16Length == to - from;
        return new String(bytes, from, to - from, ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    /**
     * Where in a well-formed range the given number of UTF-16 units ends.
     *
     * @return the index of the byte after those units, or the complement ({@code ~}) of the index of a 4-byte sequence
     *     when they end inside the surrogate pair it stands for
     */
    public static int indexAfterUnits(byte[] bytes, int from, int to, int units) {
        int at = from;
        int left = units;
        while (left > 0 && at < to) {
            int lead = bytes[at] & 0xFF;
            if (lead >= 0xF0) {
                if (left == 1) {
                    return ~at;
                }
                left--;
                at += 4;
            } else {
                at += lead < 0x80 ? 1 : lead < 0xE0 ? 2 : 3;
            }
            left--;
        }
        return at;
    }

    /** How many bytes {@link #encode} writes for this text. */
    public static int encodedLength(CharSequence text) {
        int units = text.length();
        int bytes = units;
        for (int i = 0; i < units; i++) {
            char unit = text.charAt(i);
            if (unit >= 0x80) {
                bytes++;
                if (unit >= 0x800) {
                    bytes++;
                    if (Character.isHighSurrogate(unit)
                            && i + 1 < units
                            && Character.isLowSurrogate(text.charAt(i + 1))) {
                        i++; // a pair is 4 bytes: one more than the 3 counted so far, and its second unit was counted
                    }
                }
            }
        }
        return bytes;
    }

    /** How many bytes {@link #encode(char[], int, int, byte[], int)} writes for this range. */
    public static int encodedLength(char[] units, int from, int to) {
        int bytes = to - from;
        for (int i = from; i < to; i++) {
            char unit = units[i];
            if (unit >= 0x80) {
                bytes++;
                if (unit >= 0x800) {
                    bytes++;
                    if (Character.isHighSurrogate(unit) && i + 1 < to && Character.isLowSurrogate(units[i + 1])) {
                        i++;
                    }
                }
            }
        }
        return bytes;
    }

    /** How many bytes this range of Latin-1 takes. */
    public static int encodedLength(byte[] latin1, int from, int to) {
        int bytes = to - from;
        for (int i = from; i < to; i++) {
            bytes += (latin1[i] & 0xFF) >>> 7;
        }
        return bytes;
    }

    /** Encodes a string; a lone surrogate becomes {@code EF BF BD}. */
    public static byte[] encode(String text) {
        byte[] bytes = new byte[encodedLength(text)];
        encode(text, bytes, 0);
        return bytes;
    }

    /**
     * Encodes into an array that has room for {@link #encodedLength(CharSequence)} bytes.
     *
     * @return the position after the last byte written
     */
    static int encode(CharSequence text, byte[] target, int position) {
        int at = position;
        int count = text.length();
        for (int i = 0; i < count; i++) {
            char unit = text.charAt(i);
            if (unit < 0x80) {
                target[at++] = (byte) unit;
            } else if (Character.isHighSurrogate(unit)
                    && i + 1 < count
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                at = encodePair(unit, text.charAt(++i), target, at);
            } else {
                at = encodeUnit(unit, target, at);
            }
        }
        return at;
    }

    /**
     * Encodes a range of UTF-16 into an array that has room for it.
     *
     * @return the position after the last byte written
     */
    static int encode(char[] units, int from, int to, byte[] target, int position) {
        int at = position;
        for (int i = from; i < to; i++) {
            char unit = units[i];
            if (unit < 0x80) {
                target[at++] = (byte) unit;
            } else if (Character.isHighSurrogate(unit) && i + 1 < to && Character.isLowSurrogate(units[i + 1])) {
                at = encodePair(unit, units[++i], target, at);
            } else {
                at = encodeUnit(unit, target, at);
            }
        }
        return at;
    }

    /**
     * Encodes a range of Latin-1 into an array that has room for it.
     *
     * @return the position after the last byte written
     */
    static int encodeLatin1(byte[] latin1, int from, int to, byte[] target, int position) {
        int at = position;
        for (int i = from; i < to; i++) {
            byte unit = latin1[i];
            if (unit >= 0) {
                target[at++] = unit;
            } else {
                target[at++] = (byte) (0xC0 | (unit & 0xFF) >>> 6);
                target[at++] = (byte) (0x80 | (unit & 0x3F));
            }
        }
        return at;
    }

    /** Encodes a unit from U+0080 on that is not half of a pair; a lone surrogate becomes U+FFFD. */
    private static int encodeUnit(char unit, byte[] target, int position) {
        char scalar = Character.isSurrogate(unit) ? '\uFFFD' : unit;
        int at = position;
        if (scalar < 0x800) {
            target[at++] = (byte) (0xC0 | scalar >>> 6);
        } else {
            target[at++] = (byte) (0xE0 | scalar >>> 12);
            target[at++] = (byte) (0x80 | (scalar >>> 6 & 0x3F));
        }
        target[at++] = (byte) (0x80 | (scalar & 0x3F));
        return at;
    }

    private static int encodePair(char high, char low, byte[] target, int position) {
        int scalar = Character.toCodePoint(high, low);
        target[position] = (byte) (0xF0 | scalar >>> 18);
        target[position + 1] = (byte) (0x80 | (scalar >>> 12 & 0x3F));
        target[position + 2] = (byte) (0x80 | (scalar >>> 6 & 0x3F));
        target[position + 3] = (byte) (0x80 | (scalar & 0x3F));
        return position + 4;
    }
}
