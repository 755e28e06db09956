package io.codecollab.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * How long does a document of a million structs take to load (B4x100 of the public crdt-benchmarks: 33 MB, ten million
 * characters)?
 *
 * <p>One run: a new document takes one update. The update is that of {@link HugeDocument}.
 *
 * <pre>benchmarks/run full -q LoadHuge</pre>
 */
public class LoadHuge extends EngineQuestion {

    /** How many times over the sequential trace is in the document. */
    int copies = HugeDocument.COPIES;

    private byte[] update = {};

    @Setup
    public void setUp() {
        update = HugeDocument.readOrBuild(traces, copies);
        CrdtDocument document = load();
        Check.sameText(document.text(), traces.finalText("b4").repeat(copies));
        Check.sameState(engine(), document.encodeState(), update);
        release();
    }

    @Benchmark
    public CrdtDocument load() {
        return startWith(update);
    }

    /** Not timed. */
    @Override
    @TearDown(Level.Invocation)
    public void release() {
        super.release();
    }
}
