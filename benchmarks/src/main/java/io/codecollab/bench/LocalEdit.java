package io.codecollab.bench;

import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * What does one's own keystroke cost, given as an index into the text, one transaction each?
 *
 * <p>One run: the writing of a paper, 259,778 insertions and deletions into an empty text.
 *
 * <pre>benchmarks/run full -q LocalEdit</pre>
 */
public class LocalEdit extends EngineQuestion {

    @Param({"false", "true"})
    boolean listener;

    private List<Edit> edits = List.of();

    @Setup
    public void setUp() {
        edits = traces.edits();
        prepare();
        Check.sameText(edit().text(), traces.finalText("b4"));
    }

    @Setup(Level.Invocation)
    public void prepare() {
        CrdtDocument document = startEmpty();
        if (listener) {
            document.listen();
        }
    }

    @Benchmark
    public CrdtDocument edit() {
        CrdtDocument.Editor editor = document().editor();
        for (Edit edit : edits) {
            edit.applyTo(editor);
        }
        return document();
    }
}
