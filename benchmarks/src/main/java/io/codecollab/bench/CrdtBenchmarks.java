package io.codecollab.bench;

import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * How long do the public crdt-benchmarks take, and how long to read what is stored at their end?
 *
 * <p>One run of {@code time}: the users of the {@linkplain CrdtScenario scenario} do what {@link CrdtInputs} says, have each
 * other's updates, V2, and read the content. Making their empty documents is not timed, nor, in B3, what the many make. In
 * B2 both write before either hears of the other, as the public description has it. One run of {@code parse}: an empty
 * document takes the stored one, and its content is read. What is written is random, the same for all engines.
 *
 * <pre>benchmarks/run full -q CrdtBenchmarks</pre>
 */
public class CrdtBenchmarks extends Question {

    private static final long READER = 7;

    @Param({
        "B1.1", "B1.2", "B1.3", "B1.4", "B1.5", "B1.6", "B1.7", "B1.8", "B1.9", "B1.10", "B1.11", "B2.1", "B2.2",
        "B2.3", "B2.4", "B3.1", "B3.2", "B3.3", "B3.4", "B3.5", "B4"
    })
    String benchmark = "B1.1";

    private CrdtScenario scenario = new CrdtScenario.TwoWriters("", List.of(), List.of());
    private CrdtScenario.Start start = scenario.start();
    private CrdtReplica reader = new CrdtReplica(READER);
    private byte[] saved = {};

    @Setup
    public void setUp() {
        scenario = CrdtInputs.scenario(benchmark, traces);
        prepare();
        List<Object> contents = time();
        scenario.check(contents);
        saved = start.save();
        Check.sameText(CrdtInputs.canonical(parse()), CrdtInputs.canonical(contents.get(0)));
    }

    @Setup(Level.Invocation)
    public void prepare() {
        start = scenario.start();
        reader = new CrdtReplica(READER);
    }

    @Benchmark
    public List<Object> time() {
        return start.go();
    }

    @Benchmark
    public Object parse() {
        reader.receive(saved);
        return reader.read(scenario.part());
    }
}
