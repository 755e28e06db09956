package io.codecollab.bench;

import io.codecollab.crdt.Doc;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * How long does the whole document take to encode, after a change, again without one, and from a replica that keeps the
 * encoding of its version?
 *
 * <p>One run: one encoding of the 105,000-character document. For {@link #changed} a small update at a random place came
 * in between (not timed), so that no encoding of an earlier version can be handed out; the document starts afresh after a
 * hundred of them. {@link #memoised} is V1 whatever
 * the format.
 *
 * <pre>benchmarks/run full -q EncodeState</pre>
 */
public class EncodeState extends EngineQuestion {

    @Param({"v1", "v2"})
    String format = "v1";

    /** More changes than these would make it another document. */
    private static final int MOST_CHANGES = 100;

    private boolean v2;

    @Setup
    public void setUp() {
        startWith(traces.document("b4", "v1"));
        v2 = format.equals("v2");
        Check.sameState(engine(), unchanged(), traces.document("b4", format));
        Check.sameState(engine(), unchanged(), traces.document("b4", format));
        Check.sameState(engine(), memoised(), traces.document("b4", "v1"));
        Check.sameState(engine(), memoised(), traces.document("b4", "v1"));
    }

    /** The updates that make the document a new one before each run. */
    @State(Scope.Thread)
    public static class Changes {

        private List<byte[]> updates = List.of();
        private int next;

        @Setup
        public void setUp(EncodeState question) {
            updates = question.traces.updates("hot-random").subList(0, MOST_CHANGES);
            change(question);
            byte[] encoded = question.changed(this);
            Doc copy = new Doc();
            if (question.v2) {
                copy.applyUpdateV2(encoded);
            } else {
                copy.applyUpdate(encoded);
            }
            Check.sameText(text(copy), question.document().text());
        }

        @Setup(Level.Invocation)
        public void change(EncodeState question) {
            if (next == updates.size()) {
                question.startWith(question.traces.document("b4", "v1"));
                next = 0;
            }
            question.document().applyUpdate(updates.get(next++));
        }
    }

    @Benchmark
    public byte[] changed(Changes changes) {
        return encode();
    }

    @Benchmark
    public byte[] unchanged() {
        return encode();
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    public byte[] memoised() {
        return document().memoisedState();
    }

    private byte[] encode() {
        return v2 ? document().encodeStateV2() : document().encodeState();
    }
}
