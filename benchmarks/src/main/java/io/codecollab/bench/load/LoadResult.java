package io.codecollab.bench.load;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a run has shown. Immutable.
 *
 * @param transport how the generator reads its sockets
 * @param clients how many connections there were
 * @param connectSeconds how long it took until all of them were up to date
 * @param measured the time that counts
 * @param all from the start to the end
 * @param latency of what was sent in the time that counts, to those who read
 * @param joining of all connections, those too of who came back
 * @param visiting of those who came while it was measured
 * @param lateness of the generator itself, open loop
 * @param reasons why connections broke
 * @param footprints the server's memory: before anybody came, with all connected, when writing ended, at the end; empty if
 *     it is not known
 * @param missing edits that readers did not have at the end
 * @param settleSeconds how long it took, when nobody wrote any more, until nothing was missing or nothing more came
 */
record LoadResult(
        LoadPlan plan,
        String transport,
        long clients,
        double connectSeconds,
        Window measured,
        Window all,
        Histogram latency,
        Histogram joining,
        Histogram visiting,
        Histogram lateness,
        Map<String, Integer> reasons,
        List<Footprint> footprints,
        long missing,
        double settleSeconds) {

    /** Whether everybody got everything, nothing confirmed was lost and no connection broke. */
    boolean isClean() {
        Tally tally = all.tally();
        return missing == 0 && tally.lostAcks == 0 && tally.refused == 0 && (tally.broken == 0 || plan.surviving());
    }
}
