package io.codecollab.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * How long from the stored bytes of a document to its text?
 *
 * <p>One run: a new document takes one update, and its text is read.
 *
 * <pre>benchmarks/run full -q LoadAndRead</pre>
 */
public class LoadAndRead extends EngineQuestion {

    @Param({"b4", "hot-random"})
    String trace = "b4";

    @Param({"v1", "v2"})
    String format = "v1";

    private byte[] update = {};
    private boolean v2;

    @Setup
    public void setUp() {
        update = traces.document(trace, format);
        v2 = format.equals("v2");
        Check.sameText(load(), traces.finalText(trace));
        Check.endOf(traces, trace, document());
    }

    @Benchmark
    public String load() {
        CrdtDocument document = startEmpty();
        if (v2) {
            document.applyUpdateV2(update);
        } else {
            document.applyUpdate(update);
        }
        return document.text();
    }

    /** Not timed. */
    @Override
    @TearDown(Level.Invocation)
    public void release() {
        super.release();
    }
}
