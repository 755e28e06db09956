package io.codecollab.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * How long does it take to encode what a returning client lacks, 1,000 operations?
 *
 * <p>One run: one encoding of the difference, the whole delete set included.
 *
 * <pre>benchmarks/run full -q DiffForPeer</pre>
 */
public class DiffForPeer extends EngineQuestion {

    @Param({"hot-random", "hot-typing", "b4"})
    String trace = "hot-random";

    private byte[] stateVector = {};

    @Setup
    public void setUp() {
        startWith(traces.document(trace, "v1"));
        stateVector = traces.stateVectorBehind(trace);
        Check.catchesUp(traces, trace, encode());
    }

    @Benchmark
    public byte[] encode() {
        return document().encodeState(stateVector);
    }
}
