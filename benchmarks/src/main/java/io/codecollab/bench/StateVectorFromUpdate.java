package io.codecollab.bench;

import io.codecollab.crdt.update.Updates;
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
public class StateVectorFromUpdate extends Question {

    @Param({"b4", "hot-random"})
    String trace = "b4";

    private byte[] update = {};

    @Setup
    public void setUp() {
        update = traces.document(trace, "v1");
        Check.sameBytes(read(), load(update).encodeStateVector());
    }

    @Benchmark
    public byte[] read() {
        return Updates.encodeStateVectorFromUpdate(update);
    }
}
