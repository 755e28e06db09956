package io.codecollab.bench;

import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;

/**
 * How long does a real session of two authors at once take, delivered update by update?
 *
 * <p>One run: an empty document takes all 26,078 updates in causal order.
 *
 * <pre>benchmarks/run full -q ConcurrentHistory</pre>
 */
public class ConcurrentHistory extends EngineQuestion {

    private static final String TRACE = "trace-friendsforever";

    private List<byte[]> updates = List.of();

    @Setup
    public void setUp() {
        updates = traces.updates(TRACE);
        prepare();
        Check.endOf(traces, TRACE, apply());
    }

    @Setup(Level.Invocation)
    public void prepare() {
        startEmpty();
    }

    @Benchmark
    public CrdtDocument apply() {
        return applyAll(document(), updates);
    }
}
