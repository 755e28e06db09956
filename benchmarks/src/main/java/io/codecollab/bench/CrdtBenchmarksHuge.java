package io.codecollab.bench;

import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;

/**
 * How long does B4x100 of the public crdt-benchmarks take, the writing of a paper a hundred times over into one text?
 *
 * <p>One run: 25,977,800 insertions and deletions, one transaction each, every update encoded, and the text is read. What
 * it leads to takes so long that it is checked in every run and not once before; what reading that document takes is asked
 * by {@link LoadHuge}.
 *
 * <pre>benchmarks/run full -q CrdtBenchmarksHuge</pre>
 */
public class CrdtBenchmarksHuge extends Question {

    int copies = HugeDocument.COPIES;

    /** What was encoded, so that it is work. */
    long sentBytes;

    private List<List<Edit>> edits = List.of();
    private String expected = "";
    private CrdtReplica writer = new CrdtReplica(CrdtScenario.FIRST);

    @Setup
    public void setUp() {
        edits = traces.edits().stream().map(List::of).toList();
        expected = traces.finalText("b4").repeat(copies);
    }

    @Setup(Level.Invocation)
    public void prepare() {
        writer = new CrdtReplica(CrdtScenario.FIRST, update -> sentBytes += update.length);
    }

    @Benchmark
    public Object time() {
        for (int i = 0; i < copies; i++) {
            edits.forEach(writer::edit);
        }
        String text = (String) writer.read(CrdtReplica.Part.TEXT);
        Check.sameText(text, expected);
        return text;
    }
}
