package io.codecollab.bench;

import io.codecollab.crdt.Doc;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * How long do 2,000 updates take that arrive last first, so that all but one have to wait for the ones before them?
 *
 * <p>One run: a fresh copy of the 105,000-character document (not timed) takes them.
 *
 * <pre>benchmarks/run full -q ReverseDelivery</pre>
 */
public class ReverseDelivery extends EngineQuestion {

    private static final int UPDATES = 2_000;

    @Param({"hot-random", "hot-typing"})
    String trace = "hot-random";

    private byte[] base = {};
    private List<byte[]> reversed = List.of();

    @Setup
    public void setUp() {
        base = traces.document("b4", "v1");
        List<byte[]> updates = traces.updates(trace).subList(0, UPDATES);
        reversed = new ArrayList<>(updates);
        Collections.reverse(reversed);
        prepare();
        Doc inOrder = applyAll(load(base), updates);
        CrdtDocument result = deliver();
        Check.sameText(result.text(), text(inOrder));
        Check.sameState(engine(), result.encodeState(), inOrder.encodeStateAsUpdate());
    }

    @Setup(Level.Invocation)
    public void prepare() {
        startWith(base);
    }

    @Benchmark
    public CrdtDocument deliver() {
        return applyAll(document(), reversed);
    }
}
