package io.codecollab.bench.server;

import io.codecollab.crdt.awareness.Awareness;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What does it cost to hear that one of N people moved the cursor, and to tell a newcomer of all of them?
 *
 * <p>One run of {@code apply}: 1,000 awareness updates of one client each, bytes in, merged into what is known of everybody, a
 * listener told who moved. One run of {@code encode}: 10,000 states as bytes, that is 10,000 / N encodings of everybody. Left
 * out: whose connection a client belongs to, which the server keeps beside it; and that it keeps the last encoding of everybody
 * until somebody moves.
 *
 * <pre>benchmarks/run full -q AwarenessUpdate</pre>
 */
public class AwarenessUpdate extends ServerQuestion {

    static final int UPDATES = 1_000;
    static final int STATES = 10_000;

    /** A prime: the next to move is somebody far away. */
    private static final int STRIDE = 7_919;

    /** The one who listens, as a server does; nobody of the crowd. */
    private static final long LISTENER = 0;

    @Param({"1", "100", "1000", "10000"})
    int people = 1;

    private byte[] everybody = {};
    private List<byte[]> moves = List.of();
    private Awareness awareness = new Awareness(LISTENER, () -> 0);

    @Setup
    public void setUp() {
        everybody = Crowd.everybody(people);
        moves = IntStream.range(0, UPDATES)
                .mapToObj(i -> Crowd.one(mover(i), clock(i)))
                .toList();
        awareness = new Known(everybody).awareness;
        requireSame(awareness.encode(), everybody, "everybody encoded");
        require(encode() == (long) everybody.length * STATES / people, "bytes encoded");
        Moves fresh = new Moves();
        fresh.prepare(this);
        require(apply(fresh) == UPDATES, "states accepted");
        for (int i = Math.max(0, UPDATES - people); i < UPDATES; i++) {
            String state = fresh.known.awareness.state(Crowd.client(mover(i)));
            require(Crowd.state(mover(i), clock(i)).equals(state), "last state of person=" + mover(i));
        }
    }

    private int mover(int i) {
        return (int) ((long) i * STRIDE % people);
    }

    private static long clock(int i) {
        return 2L + i;
    }

    /** What is known of everybody before they move, and how many states were accepted since. */
    static final class Known {

        final Awareness awareness = new Awareness(LISTENER, () -> 0);
        long accepted;

        Known(byte[] everybody) {
            awareness.setLocalState(null);
            var unused = awareness.apply(everybody, null);
            var unusedSubscription = awareness.onUpdate(
                    (change, origin) -> accepted += change.clients().size());
        }
    }

    /** Everybody at clock 1 again before each run. */
    @State(Scope.Thread)
    public static class Moves {

        private Known known = new Known(new byte[] {0});

        @Setup(Level.Invocation)
        public void prepare(AwarenessUpdate question) {
            known = new Known(question.everybody);
        }
    }

    @Benchmark
    public long apply(Moves fresh) {
        for (byte[] move : moves) {
            var unused = fresh.known.awareness.apply(move, this);
        }
        return fresh.known.accepted;
    }

    @Benchmark
    public long encode() {
        long bytes = 0;
        for (int encoded = 0; encoded < STATES; encoded += people) {
            bytes += awareness.encode().length;
        }
        return bytes;
    }
}
