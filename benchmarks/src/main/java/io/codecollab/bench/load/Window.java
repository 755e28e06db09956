package io.codecollab.bench.load;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened between two moments. Immutable.
 *
 * @param seconds between them
 * @param tally what was counted between them
 * @param servers CPU time of the server's processes between them, their memory and threads at the end; null in place of each
 *     that is not known
 * @param self the same of the generator
 */
record Window(
        double seconds,
        Tally tally,
        List<@Nullable ProcessSample> servers,
        @Nullable ProcessSample self) {

    private static final double NS_PER_SECOND = 1e9;

    static Window between(Moment start, Moment end) {
        return new Window(
                (end.counted().timeNs() - start.counted().timeNs()) / NS_PER_SECOND,
                end.counted().tally().copy().subtract(start.counted().tally()),
                differences(start.servers(), end.servers()),
                difference(start.self(), end.self()));
    }

    private static List<@Nullable ProcessSample> differences(
            List<@Nullable ProcessSample> start, List<@Nullable ProcessSample> end) {
        List<@Nullable ProcessSample> differences = new ArrayList<>();
        for (int i = 0; i < start.size(); i++) {
            differences.add(difference(start.get(i), end.get(i)));
        }
        return differences;
    }

    private static @Nullable ProcessSample difference(@Nullable ProcessSample start, @Nullable ProcessSample end) {
        return start == null || end == null
                ? null
                : new ProcessSample(
                        end.userMs() - start.userMs(), end.systemMs() - start.systemMs(), end.rssKb(), end.threads());
    }

    /** All processes of the server together; null if one of them is not known, or none. */
    @Nullable
    ProcessSample server() {
        ProcessSample sum = ProcessSample.NOTHING;
        for (ProcessSample each : servers) {
            if (each == null) {
                return null;
            }
            sum = sum.plus(each);
        }
        return servers.isEmpty() ? null : sum;
    }

    double perSecond(long count) {
        return count / seconds;
    }

    /** How busy a process was: 1 is one core. */
    double busy(ProcessSample process) {
        return process.cpuMs() / (seconds * 1000);
    }

    /** Everything that is known at one moment. */
    record Moment(
            Snapshot counted,
            List<@Nullable ProcessSample> servers,
            @Nullable ProcessSample self) {}
}
