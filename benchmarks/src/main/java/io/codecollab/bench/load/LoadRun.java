package io.codecollab.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One run: everybody connects, writers write for a while that does not count and for one that does, stalled members read
 * again, what is missing may come, all leave.
 *
 * <p>One use, one thread.
 */
final class LoadRun implements AutoCloseable {

    private static final long POLL_MS = 50;

    /** So long nobody may get through while all connect. */
    private static final long CONNECT_PATIENCE_MS = 30_000;

    /** Client ids of documents are random in Yjs, and as a varUint most have 5 bytes. */
    private static final long SMALLEST_CLIENT = 1L << 28;

    private static final long LARGEST_CLIENT = 1L << 31;

    private final LoadPlan plan;
    private final List<Long> serverPids;
    private final boolean countHeap;
    private final Progress progress;
    private final EventLoops loops;
    private final List<Lane> lanes = new ArrayList<>();
    private final List<Footprint> footprints = new ArrayList<>();

    /**
     * @param serverPids the processes of the server, if they are on this machine; memory is weighed of the first
     * @param countHeap whether to count what is alive on its heap, which stops it for a moment between the phases
     */
    LoadRun(LoadPlan plan, List<Long> serverPids, boolean countHeap, Progress progress) {
        this.plan = plan;
        this.serverPids = List.copyOf(serverPids);
        this.countHeap = countHeap;
        this.progress = progress;
        loops = new EventLoops(plan.lanes());
        long client = new SplittableRandom(plan.seed()).nextLong(SMALLEST_CLIENT, LARGEST_CLIENT);
        for (int lane = 0; lane < plan.lanes(); lane++) {
            List<String> names = new ArrayList<>();
            for (int document = lane; document < plan.documents(); document += plan.lanes()) {
                names.add(plan.documentPrefix() + document);
            }
            lanes.add(new Lane(plan, loops, lane, names, client));
            client += (long) names.size() * Lane.clientIds(plan);
        }
    }

    /** Does it. */
    LoadResult run() throws InterruptedException, LoadFailedException {
        weigh();
        if (plan.contentLetters() > 0) {
            everywhere(Lane::seed);
            waitFor("seed", plan.documents(), tally -> tally.seeded);
        }
        Window.Moment start = now();
        everywhere(Lane::connect);
        waitFor("connect", clients(), tally -> tally.joins);
        double connectSeconds = secondsSince(start);
        weigh();
        everywhere(Lane::stall);
        everywhere(Lane::startTyping);
        go("warm-up", plan.warmUpMs());
        everywhere(Lane::startMeasuring);
        Window.Moment from = now();
        go("measure", plan.measureMs());
        Window.Moment to = now();
        everywhere(Lane::stopTyping);
        weigh();
        everywhere(Lane::resume);
        Window.Moment stopped = now();
        long missing = settle();
        Window.Moment end = now();
        weigh();
        everywhere(Lane::leave);
        Snapshot counted = end.counted();
        return new LoadResult(
                plan,
                loops.toString(),
                clients(),
                connectSeconds,
                Window.between(from, to),
                Window.between(start, end),
                counted.latency(),
                counted.joining(),
                counted.visiting(),
                to.counted().lateness(),
                counted.reasons(),
                List.copyOf(footprints),
                missing,
                Window.between(stopped, end).seconds());
    }

    private long clients() {
        return (long) plan.documents() * plan.clients();
    }

    private void waitFor(String phase, long all, ToLongFunction<Tally> count)
            throws InterruptedException, LoadFailedException {
        long done = 0;
        long lastChangeNs = System.nanoTime();
        while (done < all) {
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
            Window.Moment moment = now();
            progress.show(phase, moment);
            Tally tally = moment.counted().tally();
            boolean hopeless = tally.broken > 0 && !plan.surviving();
            if (count.applyAsLong(tally) > done) {
                done = count.applyAsLong(tally);
                lastChangeNs = System.nanoTime();
            } else if (hopeless || sinceMs(lastChangeNs) > CONNECT_PATIENCE_MS) {
                throw new LoadFailedException("only " + done + " of " + all + " clients got through, phase=" + phase
                        + ", reasons=" + moment.counted().reasons());
            }
        }
    }

    private void weigh() throws InterruptedException, LoadFailedException {
        if (!serverPids.isEmpty()) {
            try {
                footprints.add(Footprint.of(serverPids.get(0), countHeap));
            } catch (IOException e) {
                throw new LoadFailedException(String.valueOf(e.getMessage()));
            }
        }
    }

    private void go(String phase, long ms) throws InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        for (long leftMs = ms; leftMs > 0; leftMs = -sinceMs(endNs)) {
            TimeUnit.MILLISECONDS.sleep(Math.min(leftMs, POLL_MS));
            if (progress.isDue()) {
                progress.show(phase, now());
            }
        }
    }

    /** Waits until nothing is missing, or nothing has come for a while. */
    private long settle() throws InterruptedException {
        long missing = Long.MAX_VALUE;
        long lastChangeNs = System.nanoTime();
        while (missing > 0 && sinceMs(lastChangeNs) < plan.settleMs()) {
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
            long left = 0;
            for (Lane lane : lanes) {
                left += lane.ask(lane::missing);
            }
            if (left < missing) {
                lastChangeNs = System.nanoTime();
            }
            missing = left;
            if (progress.isDue()) {
                progress.show("settle", now());
            }
        }
        return missing;
    }

    private Window.Moment now() throws InterruptedException {
        List<Snapshot> parts = new ArrayList<>();
        for (Lane lane : lanes) {
            parts.add(lane.ask(lane::snapshot));
        }
        List<@Nullable ProcessSample> servers = new ArrayList<>();
        for (long pid : serverPids) {
            servers.add(sample(pid));
        }
        return new Window.Moment(
                Snapshot.sum(parts), servers, sample(ProcessHandle.current().pid()));
    }

    private static @Nullable ProcessSample sample(long pid) {
        try {
            return ProcessSample.of(pid);
        } catch (IOException e) {
            return null; // it is gone, or this is no Linux: the report has a gap there
        }
    }

    private interface Step {
        void take(Lane lane);
    }

    private void everywhere(Step step) throws InterruptedException {
        for (Lane lane : lanes) {
            Callable<Boolean> task = () -> {
                step.take(lane);
                return true;
            };
            lane.ask(task);
        }
    }

    private double secondsSince(Window.Moment start) {
        return (System.nanoTime() - start.counted().timeNs()) / 1e9;
    }

    private static long sinceMs(long timeNs) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - timeNs);
    }

    @Override
    public void close() {
        loops.close();
    }
}
