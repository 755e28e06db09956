package io.codecollab.bench;

import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * How long do 10,000 small updates take to become one, without a document, and by way of one?
 *
 * <p>One run: one merge of all of them. With a document: the 105,000-character document, loaded (not timed), takes them
 * and encodes what is new.
 *
 * <pre>benchmarks/run full -q MergeUpdates</pre>
 */
public class MergeUpdates extends EngineQuestion {

    @Param({"hot-random", "hot-typing"})
    String trace = "hot-random";

    private byte[] base = {};
    private List<byte[]> updates = List.of();

    @Setup
    public void setUp() {
        base = traces.document("b4", "v1");
        updates = traces.updates(trace);
        Check.sameText(text(applyAll(load(base), List.of(withoutDocument()))), traces.finalText(trace));
    }

    /** The document the updates go through. */
    @State(Scope.Thread)
    public static class Target {

        private byte[] stateVector = {};

        @Setup
        public void setUp(MergeUpdates question) {
            load(question);
            byte[] merged = question.throughDocument(this);
            Check.sameText(
                    text(applyAll(Question.load(question.base), List.of(merged))),
                    question.traces.finalText(question.trace));
        }

        @Setup(Level.Invocation)
        public void load(MergeUpdates question) {
            stateVector = question.startWith(question.base).encodeStateVector();
        }
    }

    @Benchmark
    public byte[] withoutDocument() {
        return engine().mergeUpdates(updates);
    }

    @Benchmark
    public byte[] throughDocument(Target target) {
        return applyAll(document(), updates).encodeState(target.stateVector);
    }
}
