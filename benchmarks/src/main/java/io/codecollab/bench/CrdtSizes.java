package io.codecollab.bench;

import java.util.Locale;

/**
 * How many bytes do the users of the public crdt-benchmarks send, and how many does the document take that is stored at the
 * end? Updates V2, as the benchmark counts them: the average per input in B1 and B4, per user in B2, all of them in B3.
 *
 * <p>Not a timing: a program that does the work once, checks it and prints bytes, as one line of JSON.
 *
 * <pre>benchmarks/run full -q CrdtSizes</pre>
 */
final class CrdtSizes {

    private CrdtSizes() {}

    /** {@code update BENCHMARK} or {@code document BENCHMARK}. */
    public static void main(String[] args) {
        CrdtScenario scenario = CrdtInputs.scenario(args[1], Traces.open());
        CrdtScenario.Start start = scenario.start();
        scenario.check(start.go());
        double bytes = switch (args[0]) {
            case "update" -> start.updateBytes();
            case "document" -> start.save().length;
            default -> throw new IllegalArgumentException("usage: CrdtSizes update|document BENCHMARK");
        };
        System.out.printf(Locale.ROOT, "{\"unit\":\"B\",\"bytes\":%.3f}%n", bytes);
    }
}
