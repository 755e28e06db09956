package io.codecollab.bench;

import io.codecollab.crdt.Doc;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * How long from the stored bytes of a document to its text?
 *
 * <p>One run: a new document takes one update, and its text is read.
 *
 * <pre>benchmarks/run full -q LoadAndRead</pre>
 */
public class LoadAndRead extends Question {

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
        Doc doc = new Doc();
        apply(doc);
        Check.sameBytes(v2 ? doc.encodeStateAsUpdateV2() : doc.encodeStateAsUpdate(), update);
    }

    @Benchmark
    public String load() {
        Doc doc = new Doc();
        apply(doc);
        return text(doc);
    }

    private void apply(Doc doc) {
        if (v2) {
            doc.applyUpdateV2(update);
        } else {
            doc.applyUpdate(update);
        }
    }
}
