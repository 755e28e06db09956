package io.codecollab.bench.server;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the questions about the server share: how often they are asked, and that a wrong answer is not timed. As with the
 * questions about the engine, every run is timed by itself, a class says what one run is, and {@code
 * benchmarks/questions.json} how many operations it counts as.
 *
 * <p>Benchmark thread only.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 10, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public abstract class ServerQuestion {

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
