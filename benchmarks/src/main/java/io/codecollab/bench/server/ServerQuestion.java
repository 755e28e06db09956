package io.codecollab.bench.server;

import io.codecollab.bench.TimedQuestion;
import java.util.Arrays;

/**
 * What the questions about the server share: that a wrong answer is not timed.
 *
 * <p>Benchmark thread only.
 */
public abstract class ServerQuestion extends TimedQuestion {

    static void require(boolean isRight, String what) {
        if (!isRight) {
            throw new IllegalStateException("wrong result: " + what);
        }
    }

    static void requireSame(byte[] actual, byte[] expected, String what) {
        require(
                Arrays.equals(actual, expected),
                what + ", bytes=" + actual.length + ", expected=" + expected.length + ", first difference at "
                        + Arrays.mismatch(actual, expected));
    }
}
