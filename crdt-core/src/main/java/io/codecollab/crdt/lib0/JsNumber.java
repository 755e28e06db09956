package io.codecollab.crdt.lib0;

import java.math.BigInteger;

/**
 * What JavaScript makes of a Java number, and how it writes one down.
 *
 * <p>Stateless, thread-safe.
 */
final class JsNumber {

    private static final double MAX_INT31 = Integer.MAX_VALUE;
    private static final double TWO_TO_53 = 0x1p53;

    /** From here on JavaScript writes integers with an exponent: 1e21. */
    private static final int PLAIN_DIGITS = 21;

    /** Down to this many zeros after the point JavaScript writes fractions without an exponent: 0.000001. */
    private static final int PLAIN_ZEROS = 6;

    private JsNumber() {}

    /**
     * The value of a boxed number as a JavaScript number.
     *
     * @throws IllegalArgumentException when it is an integer a JavaScript number cannot hold exactly, or of a foreign
     *     type
     */
    static double doubleValue(Number number) {
        if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte) {
            long integer = number.longValue();
            if (Math.abs(integer) > ByteReader.MAX_SAFE_INTEGER || integer == Long.MIN_VALUE) {
                throw new IllegalArgumentException(
                        "integer=" + integer + ", beyond 2^53-1: use BigInteger, which becomes a bigint");
            }
            return integer;
        }
        if (number instanceof Double || number instanceof Float) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException("type=" + number.getClass().getName() + ", no JavaScript number");
    }

    /** The bits of a bigint that fits 64 of them; lib0 would cut a larger one silently. */
    static long bigInt64(BigInteger integer) {
        if (integer.bitLength() >= Long.SIZE) {
            throw new IllegalArgumentException("bigint=" + integer + ", beyond 64 bits");
        }
        return integer.longValue();
    }

    /** Whether lib0 writes this number as an integer: integral and at most 2^31-1 in magnitude. */
    static boolean isInt31(double number) {
        return Math.abs(number) <= MAX_INT31 && number == Math.rint(number);
    }

    /** Whether the sign bit is set; it can be on a zero. */
    static boolean isNegative(double number) {
        return Double.doubleToRawLongBits(number) < 0;
    }

    /** One level deeper into a value that is being written. */
    static int descend(int depthLeft) {
        if (depthLeft == 0) {
            throw new IllegalArgumentException("value nested deeper than " + DecodeLimits.MAX_VALUE_DEPTH);
        }
        return depthLeft - 1;
    }

    /** ECMA-262 Number::toString(number, 10) of a finite number. */
    static void append(StringBuilder out, double number) {
        if (number == Math.rint(number) && Math.abs(number) < TWO_TO_53) {
            out.append((long) number);
            return;
        }
        if (number < 0) {
            out.append('-');
        }
        ShortestDecimal decimal = ShortestDecimal.of(Math.abs(number));
        String digits = Long.toString(decimal.digits());
        int count = digits.length();
        int point = count + decimal.exponent();
        if (count <= point && point <= PLAIN_DIGITS) {
            out.append(digits).append("0".repeat(point - count));
        } else if (0 < point && point <= PLAIN_DIGITS) {
            out.append(digits, 0, point).append('.').append(digits, point, count);
        } else if (-PLAIN_ZEROS < point && point <= 0) {
            out.append("0.").append("0".repeat(-point)).append(digits);
        } else {
            out.append(digits, 0, 1);
            if (count > 1) {
                out.append('.').append(digits, 1, count);
            }
            out.append('e').append(point > 0 ? "+" : "").append(point - 1);
        }
    }
}
