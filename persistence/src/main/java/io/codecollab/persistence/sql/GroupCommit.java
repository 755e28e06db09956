package io.codecollab.persistence.sql;

import io.codecollab.persistence.CommitListener;
import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.StoreHealth;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends that share a commit. One thread takes all that arrived while the last commit ran and writes it in one transaction:
 * the more there is to do, the less each append costs, and a lone append waits for nobody.
 *
 * <p>A failed transaction changed nothing and is tried again until it succeeds; what waits meanwhile is the {@link Backlog}.
 * If a connection dies while it commits, nobody can know whether it did; trying again may then write the batch twice, which is
 * harmless: merging an update twice changes nothing. Thread-safe.
 */
final class GroupCommit implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

    /** A commit that takes longer counts as failing. */
    private static final int SLOW_COMMIT_MS = 5_000;

    /** A batch of so many says that there is much to do. */
    private static final int BUSY_BATCH = 16;

    private static final long BUSY_PAUSE_NS = 4_000_000;

    private final Backlog backlog;
    private final Consumer<List<Append>> transaction;
    private final PersistenceConfig config;
    private final CommitListener listener;
    private final Thread thread;

    /** When closing gives up; null while open. */
    private volatile @Nullable Long closeDeadlineNs;

    /** Why the last attempt failed; null if it did not. */
    private volatile @Nullable Failure failure;

    /** When the running attempt began; null between two. */
    private volatile @Nullable Long attemptStartedMs;

    /**
     * A commit that is not running yet.
     *
     * @param transaction writes a batch, in order, all or nothing
     */
    GroupCommit(
            Backlog backlog, Consumer<List<Append>> transaction, PersistenceConfig config, CommitListener listener) {
        this.backlog = backlog;
        this.transaction = transaction;
        this.config = config;
        this.listener = listener;
        this.thread = new Thread(this::run, "codecollab-commit");
    }

    void start() {
        thread.start();
    }

    CompletableFuture<Void> append(String document, byte[] record) {
        Append append = new Append(document, record);
        backlog.add(append);
        return append.committed;
    }

    StoreHealth health() {
        Backlog.Size size = backlog.size();
        Failure now = failing();
        return new StoreHealth(
                now != null,
                now == null ? 0 : now.sinceMs,
                now == null ? null : now.error,
                size.unsavedBytes(),
                size.spilledBytes(),
                size.full());
    }

    private @Nullable Failure failing() {
        Failure failed = failure;
        Long startedMs = attemptStartedMs;
        if (failed != null || startedMs == null || System.currentTimeMillis() - startedMs < SLOW_COMMIT_MS) {
            return failed;
        }
        return new Failure(startedMs, "a commit is taking longer than " + SLOW_COMMIT_MS + " ms");
    }

    /** Commits what waits, or leaves it to the next start when the database does not take it in time, and ends the thread. */
    @Override
    public void close() {
        if (closeDeadlineNs == null) {
            closeDeadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(config.closeTimeoutMs());
        }
        backlog.close();
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // the thread ends by itself, soon after the deadline at the latest
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        for (List<Append> batch = backlog.take(); !batch.isEmpty(); batch = backlog.take()) {
            Throwable gaveUp = isPastDeadline() ? new TimeoutException("too much is left to commit") : commit(batch);
            if (gaveUp != null) {
                backlog.giveUp(gaveUp);
                return;
            }
            backlog.done();
            for (Append append : batch) {
                append.committed.complete(null);
            }
            if (batch.size() >= BUSY_BATCH && closeDeadlineNs == null) {
                LockSupport.parkNanos(
                        this, BUSY_PAUSE_NS); // a commit costs the same for many as for few: let them gather
            }
        }
    }

    /** Null once it is committed; why not, if time is up. */
    private @Nullable Throwable commit(List<Append> batch) {
        for (long pauseMs = config.retryMinMs(); ; pauseMs = Math.min(2 * pauseMs, config.retryMaxMs())) {
            Throwable failed = attempt(batch);
            if (failed == null || isPastDeadline()) {
                return failed;
            }
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(pauseMs));
        }
    }

    private @Nullable Throwable attempt(List<Append> batch) {
        long startedNs = System.nanoTime();
        attemptStartedMs = System.currentTimeMillis();
        try {
            transaction.accept(batch);
            onCommitted(batch, System.nanoTime() - startedNs);
            return null;
        } catch (RuntimeException | Error e) {
            onFailed(batch, e);
            return e;
        } finally {
            attemptStartedMs = null;
        }
    }

    private void onCommitted(List<Append> batch, long nanos) {
        if (failure != null) {
            log.info("The database is back, {} updates committed", batch.size());
            failure = null;
        }
        long bytes = 0;
        for (Append append : batch) {
            bytes += append.record.length;
        }
        long committedBytes = bytes;
        tell(() -> listener.committed(batch.size(), committedBytes, nanos));
    }

    private void onFailed(List<Append> batch, Throwable e) {
        Failure before = failure;
        if (before == null) {
            log.error("Commit of {} updates failed, trying again until it succeeds", batch.size(), e);
        }
        failure = new Failure(before == null ? System.currentTimeMillis() : before.sinceMs, OneLine.of(e));
        tell(() -> listener.failed(e));
    }

    /** Measuring must not get in the way of what is measured. */
    private static void tell(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            log.warn("A listener of commits failed", e);
        }
    }

    private boolean isPastDeadline() {
        Long deadlineNs = closeDeadlineNs;
        return deadlineNs != null && System.nanoTime() - deadlineNs >= 0;
    }

    private static final class Failure {
        final long sinceMs;
        final String error;

        Failure(long sinceMs, String error) {
            this.sinceMs = sinceMs;
            this.error = error;
        }
    }
}
