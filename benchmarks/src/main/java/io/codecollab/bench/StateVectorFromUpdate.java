package io.codecollab.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * How long does it take to find what a stored update contains, without a document?
 *
 * <p>One run: the state vector of one update that is a whole document.
 *
 * <pre>benchmarks/run full -q StateVectorFromUpdate</pre>
 */
public class StateVectorFromUpdate extends EngineQuestion {

    @Param({"b4", "hot-random"})
    String trace = "b4";

    private byte[] update = {};

    @Setup
    public void setUp() {
        update = traces.document(trace, "v1");
        Check.sameStateVector(engine(), read(), load(update).encodeStateVector());
    }

    @Benchmark
    public byte[] read() {
        return engine().stateVectorFromUpdate(update);
    }
}
