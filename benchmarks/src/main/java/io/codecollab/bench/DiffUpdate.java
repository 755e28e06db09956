package io.codecollab.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * How long does it take to cut what a returning client lacks out of a stored update, without a document?
 *
 * <p>One run: the difference of a whole document and a state vector 1,000 operations behind.
 *
 * <pre>benchmarks/run full -q DiffUpdate</pre>
 */
public class DiffUpdate extends EngineQuestion {

    @Param({"b4", "hot-random"})
    String trace = "b4";

    private byte[] update = {};
    private byte[] stateVector = {};

    @Setup
    public void setUp() {
        update = traces.document(trace, "v1");
        stateVector = traces.stateVectorBehind(trace);
        Check.catchesUp(traces, trace, diff());
    }

    @Benchmark
    public byte[] diff() {
        return engine().diffUpdate(update, stateVector);
    }
}
