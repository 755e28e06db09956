package io.codecollab.bench;

import io.codecollab.crdt.Doc;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * How long does it take to write a public editing trace again, alone or with others?
 *
 * <p>One run: each author has a document, and each step is one transaction in its author's. Before it, the updates of the
 * steps its author had heard of are applied one by one; at the end everybody has heard of everything. A single author's
 * updates are not encoded, for there is nobody to send them to. Reading the file and working out who hears what is not
 * timed.
 *
 * <p>{@code file} is the name of a {@code .json.gz} file among the traces, with or without that ending, or a path.
 *
 * <pre>
 * benchmarks/run full -q EditingTraces
 * java -jar codecollab-bench.jar EditingTraces.replay -p file=/some/where/rustcode.json.gz
 * </pre>
 */
public class EditingTraces extends Question {

    @Param({"automerge-paper", "friendsforever"})
    String file = "automerge-paper";

    private EditingTrace trace = new EditingTrace("", "", 1, List.of());
    private TracePlan plan = TracePlan.of(trace);
    private TraceReplay authors = new TraceReplay(trace, plan);

    @Setup
    public void setUp() {
        trace = EditingTraceReader.read(traces.editingTrace(file));
        plan = TracePlan.of(trace);
        prepare();
        check(replay());
    }

    @Setup(Level.Invocation)
    public void prepare() {
        authors = new TraceReplay(trace, plan);
    }

    @Benchmark
    public List<Doc> replay() {
        return authors.run();
    }

    /** Every author has the text that the trace ends with. */
    void check(List<Doc> documents) {
        for (Doc document : documents) {
            Check.sameText(text(document), trace.endContent());
        }
    }
}
