package io.codecollab.bench;

import io.codecollab.crdt.yrs.Yrs;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * What does it cost to call native code with an update before any work is done?
 *
 * <p>One run: across and back with an array of so many bytes, taken the way native yrs takes updates; the average of many.
 * This much of every call of the engine {@code yrs} is not yrs. An update of a keystroke has some 25 bytes; 64 KiB is
 * the longest that is not copied.
 *
 * <pre>benchmarks/run full -q JniCrossing</pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JniCrossing extends EngineQuestion {

    @Param({"0", "25", "65536"})
    int bytes;

    private byte[] array = {};

    @Setup
    public void setUp() {
        if (engine.equals("java")) {
            throw new UnansweredException(engine, "native code");
        }
        Yrs.check();
        array = new byte[bytes];
        if (cross() != bytes) {
            throw new IllegalStateException("not the length that went across, length=" + cross());
        }
    }

    @Benchmark
    public int cross() {
        return Yrs.crossing(array);
    }
}
