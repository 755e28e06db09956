package io.codecollab.bench.load;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What was counted until some moment. Not to be modified.
 *
 * @param timeNs that moment, by {@link System#nanoTime}
 * @param latency open loop: from when an edit was due to its arrival, for each reader; closed loop: from sending an edit to
 *     its arrival at the witness; edits of the warm-up left out
 * @param joining from opening a connection to the server's step 2
 * @param visiting from when a visitor was to come to the server's step 2; those of the warm-up left out
 * @param lateness open loop: by how much the generator itself was late to send
 * @param reasons why connections broke, how many
 */
record Snapshot(
        long timeNs,
        Tally tally,
        Histogram latency,
        Histogram joining,
        Histogram visiting,
        Histogram lateness,
        Map<String, Integer> reasons) {

    /** What several lanes counted, as one; the moment is the last one's. */
    static Snapshot sum(List<Snapshot> parts) {
        Snapshot last = parts.get(parts.size() - 1);
        Snapshot sum = new Snapshot(
                last.timeNs,
                new Tally(),
                Latencies.histogram(),
                Latencies.histogram(),
                Latencies.histogram(),
                Latencies.histogram(),
                new TreeMap<>());
        for (Snapshot part : parts) {
            sum.tally.add(part.tally);
            sum.latency.add(part.latency);
            sum.joining.add(part.joining);
            sum.visiting.add(part.visiting);
            sum.lateness.add(part.lateness);
            part.reasons.forEach((reason, count) -> sum.reasons.merge(reason, count, Integer::sum));
        }
        return sum;
    }
}
