package io.codecollab.persistence.sql;

import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.StoreUnavailableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was appended and is not committed, in order: the batch that is being committed, what waits in memory, what was
 * spilled.
 *
 * <pre>
 *   take           waiting, up to maxUnsavedBytes        spill, up to maxSpillBytes
 *   &lt;---- batch ---- [][][][][][][][][][][][] ----------- [][][][][][][][][][][][] &lt;---- add
 * </pre>
 *
 * While anything is left in the spill, whatever comes goes behind it, also when there is room in memory again. Thread-safe.
 */
final class Backlog {

    private static final Logger log = LoggerFactory.getLogger(Backlog.class);

    /** A transaction is no larger, unless a single update is: it must be done well before the database's time-outs. */
    private static final int MAX_BATCH_BYTES = 4 << 20;

    /** What an append takes in memory beside its record: promise, queue, and what the caller attached. */
    private static final int OVERHEAD_BYTES = 128;

    private final PersistenceConfig config;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // guarded by lock
    private final Spill spill;
    private List<Append> batch = List.of();
    private List<Append> waiting = new ArrayList<>();
    private long batchBytes;
    private long waitingBytes;
    private long leftBytes;
    private boolean closed;
    private boolean full;

    Backlog(Spill spill, PersistenceConfig config) {
        this.spill = spill;
        this.config = config;
    }

    /** Puts an append behind all others; its promise is broken at once if there is no room. */
    void add(Append append) {
        StoreUnavailableException refusal;
        lock.lock();
        try {
            refusal = closed ? new StoreUnavailableException("the store is closed") : tryAdd(append);
            if (refusal == null) {
                changed.signal();
            } else if (!closed && !full) {
                log.error("Refusing updates: {}", refusal.getMessage());
            }
            full = refusal != null && !closed;
        } finally {
            lock.unlock();
        }
        if (refusal != null) {
            append.committed.completeExceptionally(refusal);
        }
    }

    private @Nullable StoreUnavailableException tryAdd(Append append) {
        long bytes = bytesOf(append);
        if (!spill.isEmpty() || batchBytes + waitingBytes + bytes > config.maxUnsavedBytes()) {
            return spill.add(append);
        }
        waiting.add(append);
        waitingBytes += bytes;
        return null;
    }

    /** The oldest, one or more; empty once closed and all are done. Whoever takes them says {@link #done}, or gives up. */
    List<Append> take() {
        while (true) {
            StoreUnavailableException failure;
            List<CompletableFuture<Void>> lost;
            lock.lock();
            try {
                while (waiting.isEmpty() && spill.isEmpty() && !closed) {
                    changed.awaitUninterruptibly();
                }
                batch = waiting.isEmpty() ? spill.take() : takeWaiting();
                batchBytes = bytesOf(batch);
                return batch;
            } catch (IOException e) {
                failure = new StoreUnavailableException("cannot read back what was spilled: " + e, e);
                lost = spill.lose();
            } finally {
                lock.unlock();
            }
            log.error("Lost {} updates unless their clients come back with them", lost.size(), failure);
            lost.forEach(promise -> promise.completeExceptionally(failure));
        }
    }

    private List<Append> takeWaiting() {
        List<Append> taken = waiting;
        if (waitingBytes <= MAX_BATCH_BYTES) {
            waiting = new ArrayList<>();
            waitingBytes = 0;
            return taken;
        }
        int end = 0;
        long bytes = 0;
        do {
            bytes += bytesOf(taken.get(end++));
        } while (end < taken.size() && bytes + bytesOf(taken.get(end)) <= MAX_BATCH_BYTES);
        waiting = new ArrayList<>(taken.subList(end, taken.size()));
        waitingBytes -= bytes;
        return taken.subList(0, end);
    }

    /** What was taken last is committed. */
    void done() {
        lock.lock();
        try {
            spill.done();
            batch = List.of();
            batchBytes = 0;
            full = false;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Leaves everything to the next start, as far as the disk takes it, and breaks all promises. */
    void giveUp(Throwable cause) {
        List<CompletableFuture<Void>> broken = new ArrayList<>();
        StoreUnavailableException failure;
        lock.lock();
        try {
            closed = true;
            List<Append> head = new ArrayList<>(batch);
            head.addAll(waiting);
            head.forEach(append -> broken.add(append.committed));
            broken.addAll(spill.promises());
            failure = leave(head, cause);
        } finally {
            lock.unlock();
        }
        log.error("{}, updates={}", failure.getMessage(), broken.size());
        broken.forEach(promise -> promise.completeExceptionally(failure));
    }

    private StoreUnavailableException leave(List<Append> head, Throwable cause) {
        String why = "the database did not recover in time, ";
        try {
            spill.leave(head);
            leftBytes = batchBytes + waitingBytes;
            return new StoreUnavailableException(
                    why + "what waited is in " + spill.path() + "* and is committed at the next start", cause);
        } catch (IOException e) {
            cause.addSuppressed(e);
            return new StoreUnavailableException(
                    why + "and what waited cannot be written to " + spill.path() + ": " + e, cause);
        }
    }

    /** How much there is, as of one moment. */
    Size size() {
        lock.lock();
        try {
            return new Size(batchBytes + waitingBytes + spill.bytes(), leftBytes + spill.bytes(), full);
        } finally {
            lock.unlock();
        }
    }

    private static long bytesOf(List<Append> appends) {
        long bytes = 0;
        for (Append append : appends) {
            bytes += bytesOf(append);
        }
        return bytes;
    }

    private static long bytesOf(Append append) {
        return append.record.length + (long) OVERHEAD_BYTES;
    }

    /**
     * How much waits.
     *
     * @param unsavedBytes in memory and in files
     * @param spilledBytes in files
     * @param full whether the last append was refused
     */
    record Size(long unsavedBytes, long spilledBytes, boolean full) {}
}
