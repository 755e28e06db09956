package io.codecollab.crdt.lib0;

import java.math.BigInteger;

/**
 * The decimal {@code digits * 10^exponent} with the fewest digits that still reads back as a given double; of several,
 * the one closest to it. {@code Double.toString} gives that only since JDK 19, and never fewer than two digits.
 *
 * <p>Immutable.
 */
record ShortestDecimal(long digits, int exponent) {

    /* A double is c * 2^q. Every decimal between the midpoints to its neighbours reads back as it (the midpoints too
     * when c is even, for ties go to even). Scaled by the power of ten that makes this interval 1 to 10 units wide, it
     * holds at least one integer, and at most one multiple of ten: if there is one, it is the shortest; if not, one of
     * the two integers next to the double is (R. Giulietti, "The Schubfach way to render doubles", 2020). The paper
     * goes on to do this in 126-bit arithmetic; here it is exact integers, which cost about a microsecond: numbers that
     * are no integers are rare in the JSON of documents.
     */

    private static final int FRACTION_BITS = 52;
    private static final long HIDDEN_BIT = 1L << FRACTION_BITS;
    private static final int MIN_BINARY_EXPONENT = -1074;
    private static final double LOG10_2 = 0.3010299956639812;
    private static final double LOG10_3_4 = -0.12493873660829995;

    /** The shortest decimal of a finite double greater than zero. */
    static ShortestDecimal of(double value) {
        long bits = Double.doubleToRawLongBits(value);
        long fraction = bits & (HIDDEN_BIT - 1);
        int field = (int) (bits >>> FRACTION_BITS);
        long c = field == 0 ? fraction : fraction | HIDDEN_BIT;
        int q = MIN_BINARY_EXPONENT + Math.max(field - 1, 0);
        // below a power of two the doubles lie twice as dense, so that side of the interval is half as wide
        boolean irregular = fraction == 0 && field > 1;
        int exponent = (int) Math.floor(q * LOG10_2 + (irregular ? LOG10_3_4 : 0));

        // in quarters of 2^q, over a common denominator: quarters * numerator / denominator = quarters/4 * 2^q /
        // 10^exponent
        BigInteger numerator = powerOfTwo(q - 2).multiply(powerOfTen(-exponent));
        BigInteger denominator = powerOfTwo(2 - q).multiply(powerOfTen(exponent));
        BigInteger exact = numerator.multiply(BigInteger.valueOf(4 * c));
        BigInteger low = exact.subtract(irregular ? numerator : numerator.shiftLeft(1));
        BigInteger high = exact.add(numerator.shiftLeft(1));
        boolean closed = (c & 1) == 0;

        long below = exact.divide(denominator).longValueExact();
        long tens = below / 10 * 10;
        for (long candidate = tens; candidate <= tens + 10; candidate += 10) {
            if (candidate != 0 && within(candidate, denominator, low, high, closed)) {
                return stripped(candidate, exponent);
            }
        }
        boolean belowFits = within(below, denominator, low, high, closed);
        boolean aboveFits = within(below + 1, denominator, low, high, closed);
        if (belowFits && aboveFits) {
            int halves = exact.shiftLeft(1).compareTo(denominator.multiply(BigInteger.valueOf(2 * below + 1)));
            aboveFits = halves > 0 || (halves == 0 && (below & 1) == 1);
        }
        return new ShortestDecimal(aboveFits ? below + 1 : below, exponent);
    }

    private static boolean within(long candidate, BigInteger unit, BigInteger low, BigInteger high, boolean closed) {
        BigInteger scaled = unit.multiply(BigInteger.valueOf(candidate));
        int overLow = scaled.compareTo(low);
        int overHigh = scaled.compareTo(high);
        return closed ? overLow >= 0 && overHigh <= 0 : overLow > 0 && overHigh < 0;
    }

    private static ShortestDecimal stripped(long digits, int exponent) {
        long shorter = digits;
        int zeros = 0;
        while (shorter % 10 == 0) {
            shorter /= 10;
            zeros++;
        }
        return new ShortestDecimal(shorter, exponent + zeros);
    }

    /** 2^n, or 1 when n is negative: then the other side of the fraction has it. */
    private static BigInteger powerOfTwo(int n) {
        return BigInteger.ONE.shiftLeft(Math.max(n, 0));
    }

    /** 10^n, or 1 when n is negative. */
    private static BigInteger powerOfTen(int n) {
        return n <= 0 ? BigInteger.ONE : PowersOfTen.TABLE[n];
    }

    /** Made when the first fraction is written: 330 numbers, 40 KB. */
    private static final class PowersOfTen {

        static final BigInteger[] TABLE = new BigInteger[330];

        static {
            BigInteger power = BigInteger.ONE;
            for (int n = 0; n < TABLE.length; n++) {
                TABLE[n] = power;
                power = power.multiply(BigInteger.TEN);
            }
        }
    }
}
