package io.codecollab.bench;

import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * What does one keystroke cost when the whole writing of a paper arrives as it happened, one update per operation?
 *
 * <p>One run: an empty document takes all 259,778 updates.
 *
 * <pre>benchmarks/run full -q RemoteHistory</pre>
 */
public class RemoteHistory extends EngineQuestion {

    @Param({"false", "true"})
    boolean listener;

    private List<byte[]> updates = List.of();

    @Setup
    public void setUp() {
        updates = traces.updates("b4");
        prepare();
        Check.endOf(traces, "b4", apply());
    }

    @Setup(Level.Invocation)
    public void prepare() {
        CrdtDocument document = startEmpty();
        if (listener) {
            document.listen();
        }
    }

    @Benchmark
    public CrdtDocument apply() {
        return applyAll(document(), updates);
    }
}
