package io.codecollab.bench;

import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * What does one keystroke of somebody else cost in a document of 105,000 characters, typed at random places or in
 * bursts, with many clients known, and with a listener that passes it on?
 *
 * <p>One run: a fresh copy of the document (not timed) takes 10,000 single-character updates.
 *
 * <pre>benchmarks/run full -q SmallRemoteUpdate</pre>
 */
public class SmallRemoteUpdate extends EngineQuestion {

    @Param({"hot-random", "hot-typing"})
    String trace = "hot-random";

    @Param({"1", "1000", "10000"})
    int clients = 1;

    @Param({"false", "true"})
    boolean listener;

    private byte[] base = {};
    private List<byte[]> updates = List.of();

    @Setup
    public void setUp() {
        base = traces.document("b4", "v1");
        updates = traces.updates(trace);
        prepare();
        CrdtDocument result = apply();
        Check.sameText(result.text(), traces.finalText(trace));
        if (clients == 1) {
            Check.endOf(traces, trace, result);
        }
    }

    @Setup(Level.Invocation)
    public void prepare() {
        CrdtDocument document = startWith(base);
        if (clients > 1) {
            document.applyUpdate(KnownClients.update(clients - 1));
        }
        if (listener) {
            document.listen();
        }
    }

    @Benchmark
    public CrdtDocument apply() {
        return applyAll(document(), updates);
    }
}
