package io.codecollab.server.storage;

import io.codecollab.persistence.SharedUpdateStore;
import io.codecollab.persistence.SharedUpdateStore.Listening;
import io.codecollab.persistence.StoreUnavailableException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns from the shared journal what other servers stored, while they cannot tell it directly. Slower than they would be, and
 * just as complete.
 *
 * <pre>
 *   servers can talk      position every 30 s ............................ a poll for every hint
 *   they cannot           announce, poll every 250 ms and for every hint, announce what is committed here
 *   they can again        one more poll
 * </pre>
 *
 * One thread does all of it; what may be called from others is thread-safe.
 */
public final class JournalFollower implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(JournalFollower.class);

    private static final int CLOSE_TIMEOUT_MS = 2_000;

    private final SharedUpdateStore store;
    private final JournalReader reader;
    private final BooleanSupplier pubSubIsDown;
    private final Timing timing;
    private final Thread thread;

    private final AtomicBoolean hinted = new AtomicBoolean();
    private final AtomicBoolean announcementDue = new AtomicBoolean();
    private volatile boolean closed;
    private volatile @Nullable Listening listening;

    // following thread only
    private final ReadPositions positions;
    private boolean wasDown;
    private boolean pollDue;
    private boolean failing;
    private long polledMs;
    private long announcedMs;
    private long notBeforeMs;
    private long pauseMs;

    /** Takes what was found. */
    @FunctionalInterface
    public interface Sink {

        /**
         * Another server stored an update. It may have been told before; merging it again changes nothing.
         *
         * @param update a journal row, or a snapshot; not to be modified
         */
        void stored(String document, byte[] update);
    }

    /**
     * How often what is done.
     *
     * @param pollMs between two polls while servers cannot talk
     * @param gapMs between two polls, or two announcements, at least
     * @param refreshMs between two positions while servers can talk
     * @param marginMs how long before an outage was noticed its first lost message may have been
     * @param retryMinMs the pause after the first failure of the database; it doubles
     * @param retryMaxMs the longest pause
     */
    record Timing(long pollMs, long gapMs, long refreshMs, long marginMs, long retryMinMs, long retryMaxMs) {

        static Timing defaults() {
            return new Timing(250, 50, 30_000, 60_000, 100, 2_000);
        }
    }

    /**
     * A follower of all that is stored from now on: to be made before the first document is loaded.
     *
     * @param isOpen whether somebody here works on a document. It must say so from before the document is loaded on, or what
     *     is stored between the load and the answer is missed
     * @param sink must return soon
     * @param pubSubIsDown whether servers cannot tell each other what they get; must not wait
     * @throws StoreUnavailableException if the database cannot be reached
     */
    public JournalFollower(SharedUpdateStore store, Predicate<String> isOpen, Sink sink, BooleanSupplier pubSubIsDown) {
        this(store, isOpen, sink, pubSubIsDown, Timing.defaults());
    }

    JournalFollower(
            SharedUpdateStore store, Predicate<String> isOpen, Sink sink, BooleanSupplier pubSubIsDown, Timing timing) {
        this.store = store;
        this.reader = new JournalReader(store, isOpen, sink);
        this.pubSubIsDown = pubSubIsDown;
        this.timing = timing;
        this.positions = new ReadPositions(timing.refreshMs, timing.marginMs, store.position(), nowMs());
        this.polledMs = nowMs() - timing.pollMs;
        this.announcedMs = polledMs;
        this.notBeforeMs = polledMs;
        this.pauseMs = timing.retryMinMs;
        this.thread = new Thread(this::run, "codecollab-follow");
        this.thread.setDaemon(true);
    }

    /** Begins to hand on what is found. */
    public void start() {
        listening = store.listen(this::hinted);
        thread.start();
    }

    /** Something of this server is in the journal now. Never waits. */
    public void committed() {
        if (pubSubIsDown.getAsBoolean() && !announcementDue.getAndSet(true)) {
            LockSupport.unpark(thread);
        }
    }

    private void hinted() {
        if (!hinted.getAndSet(true)) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!closed) {
            long waitMs;
            try {
                waitMs = work();
            } catch (RuntimeException e) {
                waitMs = onFailure(e);
            }
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(waitMs));
        }
    }

    /** Does what is due; returns how long nothing is, unless somebody calls. */
    private long work() {
        long waitMs = notBeforeMs - nowMs();
        if (waitMs > 0) {
            return waitMs; // the database failed: nobody's call makes it come back sooner
        }
        notice();
        boolean reached = poll();
        reached |= announce();
        reached |= refresh();
        if (reached && failing) {
            log.info("Following the journal again");
            failing = false;
            pauseMs = timing.retryMinMs;
        }
        return Math.max(1, untilNext());
    }

    private void notice() {
        boolean down = pubSubIsDown.getAsBoolean();
        if (down != wasDown) {
            wasDown = down;
            pollDue = true;
            if (down) {
                announcementDue.set(true); // of what was committed before anybody noticed
            }
        }
        if (hinted.getAndSet(false)) {
            pollDue = true;
        }
    }

    private boolean poll() {
        long sinceMs = nowMs() - polledMs;
        if (!(pollDue && sinceMs >= timing.gapMs) && !(wasDown && sinceMs >= timing.pollMs)) {
            return false;
        }
        pollDue = true; // until it is done
        polledMs = nowMs();
        positions.readTo(reader.read(positions.next()), polledMs);
        pollDue = false;
        return true;
    }

    private boolean announce() {
        if (!announcementDue.get() || nowMs() - announcedMs < timing.gapMs) {
            return false;
        }
        announcementDue.set(false); // before it is sent: what is committed meanwhile may be too late for it
        announcedMs = nowMs();
        try {
            store.announce();
        } catch (RuntimeException e) {
            announcementDue.set(true);
            throw e;
        }
        return true;
    }

    private boolean refresh() {
        if (!positions.isDue(nowMs())) {
            return false;
        }
        positions.isAt(store.position(), nowMs());
        return true;
    }

    private long untilNext() {
        long nextMs = timing.pollMs; // or to see whether servers can talk, which costs nothing
        if (wasDown) {
            nextMs = Math.min(nextMs, polledMs + timing.pollMs - nowMs());
        }
        if (pollDue) {
            nextMs = Math.min(nextMs, polledMs + timing.gapMs - nowMs());
        }
        if (announcementDue.get()) {
            nextMs = Math.min(nextMs, announcedMs + timing.gapMs - nowMs());
        }
        return nextMs;
    }

    private long onFailure(RuntimeException e) {
        if (!failing && !closed) {
            log.warn("Cannot follow the journal, trying again until it works", e);
        }
        failing = true;
        pollDue = true; // hints may have been lost, and documents may have been told of half of what is new
        positions.doubt();
        long waitMs = pauseMs;
        pauseMs = Math.min(2 * pauseMs, timing.retryMaxMs);
        notBeforeMs = nowMs() + waitMs;
        return waitMs;
    }

    private static long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** Ends it. What is being read may still be handed on, if the database takes long. */
    @Override
    public void close() {
        closed = true;
        Listening open = listening;
        if (open != null) {
            open.close();
        }
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSE_TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
