package io.codecollab.bench.load;

import org.jspecify.annotations.Nullable;

/**
 * What happened between two moments. Immutable.
 *
 * @param seconds between them
 * @param tally what was counted between them
 * @param server CPU time of the server between them, its memory and threads at the end; null if it is not known
 * @param self the same of the generator
 */
record Window(
        double seconds,
        Tally tally,
        @Nullable ProcessSample server,
        @Nullable ProcessSample self) {

    private static final double NS_PER_SECOND = 1e9;

    static Window between(Moment start, Moment end) {
        return new Window(
                (end.counted().timeNs() - start.counted().timeNs()) / NS_PER_SECOND,
                end.counted().tally().copy().subtract(start.counted().tally()),
                difference(start.server(), end.server()),
                difference(start.self(), end.self()));
    }

    private static @Nullable ProcessSample difference(@Nullable ProcessSample start, @Nullable ProcessSample end) {
        return start == null || end == null
                ? null
                : new ProcessSample(
                        end.userMs() - start.userMs(), end.systemMs() - start.systemMs(), end.rssKb(), end.threads());
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
            @Nullable ProcessSample server,
            @Nullable ProcessSample self) {}
}
