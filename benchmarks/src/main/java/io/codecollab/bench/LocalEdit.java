package io.codecollab.bench;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.YText;
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
public class LocalEdit extends Question {

    @Param({"false", "true"})
    boolean listener;

    private List<Edit> edits = List.of();
    private Doc doc = new Doc();

    @Setup
    public void setUp() {
        edits = traces.edits();
        prepare();
        Check.sameText(text(edit()), traces.finalText("b4"));
    }

    @Setup(Level.Invocation)
    public void prepare() {
        doc = new Doc();
        if (listener) {
            listen(doc);
        }
    }

    @Benchmark
    public Doc edit() {
        YText text = doc.getText("text");
        for (Edit edit : edits) {
            edit.applyTo(text);
        }
        return doc;
    }
}
