package io.codecollab.bench.load;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Does something at a fixed rate for each of many, one after the other at equal distances. When it is late, everything that
 * is due is done at once and nothing is left out: what is measured from {@link #dueNs} knows no coordinated omission.
 *
 * <p>Event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // it ends when it is stopped
final class Pacer {

    /** After so many in a row sockets get their turn. */
    private static final int MAX_AT_ONCE = 256;

    private final EventLoop loop;
    private final int count;
    private final double gapNs;
    private final Action action;
    private final Histogram lateness;
    private long startNs;
    private long next;
    private boolean running;

    /** What is done, for whom. */
    interface Action {
        void act(int who);
    }

    /**
     * @param count for how many
     * @param perSecond how often for each of them
     * @param lateness where to record by how many nanoseconds each is late
     */
    Pacer(EventLoop loop, int count, double perSecond, Action action, Histogram lateness) {
        this.loop = loop;
        this.count = count;
        this.gapNs = TimeUnit.SECONDS.toNanos(1) / (perSecond * count);
        this.action = action;
        this.lateness = lateness;
    }

    void start() {
        startNs = System.nanoTime();
        running = count > 0;
        run();
    }

    void stop() {
        running = false;
    }

    /** When the turn number {@code turn} (from 0) of somebody is due, by {@link System#nanoTime}. */
    long dueNs(int who, long turn) {
        return startNs + Math.round((turn * count + who) * gapNs);
    }

    private void run() {
        int left = MAX_AT_ONCE;
        while (running) {
            int who = (int) (next % count);
            long due = dueNs(who, next / count);
            long late = System.nanoTime() - due;
            if (late < 0) {
                loop.schedule(this::run, -late, TimeUnit.NANOSECONDS);
                return;
            }
            if (left-- == 0) {
                loop.execute(this::run);
                return;
            }
            Latencies.record(lateness, late);
            next++;
            action.act(who);
        }
    }
}
