package io.codecollab.bench.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Histograms of nanoseconds, to three digits, from one microsecond to two minutes. Stateless. */
final class Latencies {

    private static final long SHORTEST_NS = TimeUnit.MICROSECONDS.toNanos(1);
    private static final long LONGEST_NS = TimeUnit.MINUTES.toNanos(2);
    private static final int DIGITS = 3;

    private Latencies() {}

    static Histogram histogram() {
        return new Histogram(SHORTEST_NS, LONGEST_NS, DIGITS);
    }

    /** Records a value; what is longer than the longest counts as that. */
    static void record(Histogram histogram, long ns) {
        histogram.recordValue(Math.min(Math.max(0, ns), LONGEST_NS));
    }
}
