package io.codecollab.bench;

import io.codecollab.crdt.Doc;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/**
 * How long does a document of a million structs take to load (B4x100 of the public crdt-benchmarks: 33 MB, ten million
 * characters)?
 *
 * <p>One run: a new document takes one update. The update is that of {@link HugeDocument}.
 *
 * <pre>benchmarks/run full -q LoadHuge</pre>
 */
public class LoadHuge extends Question {

    /** How many times over the sequential trace is in the document. */
    int copies = HugeDocument.COPIES;

    private byte[] update = {};

    @Setup
    public void setUp() {
        update = HugeDocument.readOrBuild(traces, copies);
        Doc doc = load();
        Check.sameText(text(doc), traces.finalText("b4").repeat(copies));
        Check.sameBytes(doc.encodeStateAsUpdate(), update);
    }

    @Benchmark
    public Doc load() {
        return load(update);
    }
}
