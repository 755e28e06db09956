package io.codecollab.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long does the very first load of a process take, when not one class of the engine is loaded?
 *
 * <p>One run: the work of {@link LoadAndRead} in a fresh JVM; ten JVMs. Here, and only here, the check comes after the
 * clock, for it would warm what is to be cold. Native code is part of what has to be loaded.
 *
 * <pre>benchmarks/run full -q ColdStart</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(10)
public class ColdStart {

    @Param("java")
    String engine = "java";

    @Param("b4")
    String trace = "b4";

    @Param({"v1", "v2"})
    String format = "v1";

    private final Traces traces = Traces.open();
    private CrdtEngine named = CrdtEngine.named(engine);
    private byte[] update = {};
    private String text = "";

    @Setup
    public void setUp() {
        named = CrdtEngine.named(engine);
        update = traces.document(trace, format);
    }

    @Benchmark
    public String load() {
        CrdtDocument document = named.newDocument();
        if (format.equals("v2")) {
            document.applyUpdateV2(update);
        } else {
            document.applyUpdate(update);
        }
        text = document.text();
        return text;
    }

    @TearDown
    public void check() {
        Check.sameText(text, traces.finalText(trace));
    }
}
