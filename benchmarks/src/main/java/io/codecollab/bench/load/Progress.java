package io.codecollab.bench.load;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** A line per second on what is going on. Not thread-safe. */
final class Progress {

    private static final long PERIOD_NS = TimeUnit.SECONDS.toNanos(1);

    private final @Nullable PrintStream out;
    private final long startNs = System.nanoTime();
    private long shownNs = startNs;
    private Window.@Nullable Moment shown;

    /** @param out where to, null for nowhere */
    Progress(@Nullable PrintStream out) {
        this.out = out;
    }

    boolean isDue() {
        return out != null && System.nanoTime() - shownNs >= PERIOD_NS;
    }

    /** Shows what has happened since the last time, if that was a second ago; of connections, what has since the start. */
    void show(String phase, Window.Moment moment) {
        if (out == null || !isDue()) {
            return;
        }
        if (shown != null) {
            print(
                    out,
                    phase,
                    moment.counted().tally(),
                    Window.between(shown, moment),
                    since(shown.counted(), moment.counted()));
        }
        shown = moment;
        shownNs = System.nanoTime();
    }

    private static Histogram since(Snapshot before, Snapshot now) {
        Histogram latency = now.latency().copy();
        latency.subtract(before.latency());
        return latency;
    }

    private void print(PrintStream to, String phase, Tally all, Window window, Histogram latency) {
        Tally tally = window.tally();
        to.printf(
                Locale.ROOT,
                "%4ds %-8s %,d joined%s, %,.0f edits/s, %,.0f delivered/s, p99 %.2f ms%s%s%n",
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNs),
                phase,
                all.joins,
                all.broken == 0 ? "" : String.format(Locale.ROOT, ", %,d broken", all.broken),
                window.perSecond(tally.edits),
                window.perSecond(tally.delivered),
                latency.getTotalCount() == 0 ? 0 : latency.getValueAtPercentile(99) / 1e6,
                busy(", server", window, window.server()),
                busy(", generator", window, window.self()));
    }

    private static String busy(String who, Window window, @Nullable ProcessSample process) {
        return process == null
                ? ""
                : String.format(Locale.ROOT, "%s %.0f%% %d MB", who, 100 * window.busy(process), process.rssKb() >> 10);
    }
}
