package io.codecollab.persistence.sql;

import io.codecollab.persistence.CommitListener;
import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.StoreHealth;
import io.codecollab.persistence.StoreUnavailableException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends that share a commit. One thread takes all that arrived while the last commit ran and writes it in one transaction:
 * the more there is to do, the less each append costs, and a lone append waits for nobody.
 *
 * <p>A failed transaction changed nothing and is tried again until it succeeds; what waits meanwhile is bounded in bytes.
 * Thread-safe.
 */
final class GroupCommit implements AutoCloseable {

    /** One update on its way to the journal, already in its stored format. */
    static final class Append {
        final String document;
        final byte[] record;
        final CompletableFuture<Void> committed = new CompletableFuture<>();

        Append(String document, byte[] record) {
            this.document = document;
            this.record = record;
        }
    }

    private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

    /** Attempts remembered as suppressed exceptions of the last one. */
    private static final int MAX_REMEMBERED_ATTEMPTS = 5;

    private final Consumer<List<Append>> transaction;
    private final PersistenceConfig config;
    private final CommitListener listener;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // guarded by lock
    private List<Append> waiting = new ArrayList<>();
    private long unsavedBytes;
    private boolean closed;
    private long closeDeadlineNs;

    /** @param transaction writes a batch, in order, all or nothing */
    GroupCommit(Consumer<List<Append>> transaction, PersistenceConfig config, CommitListener listener) {
        this.listener = listener;
        this.transaction = transaction;
        this.config = config;
        this.thread = new Thread(this::run, "codecollab-commit");
    }

    void start() {
        thread.start();
    }

    CompletableFuture<Void> append(String document, byte[] record) {
        Append append = new Append(document, record);
        lock.lock();
        try {
            if (closed) {
                return CompletableFuture.failedFuture(new StoreUnavailableException("the store is closed"));
            }
            if (unsavedBytes + record.length > config.maxUnsavedBytes()) {
                return CompletableFuture.failedFuture(
                        new StoreUnavailableException("too much waits for the database, unsavedBytes=" + unsavedBytes
                                + ", bytes=" + record.length + ", maxUnsavedBytes=" + config.maxUnsavedBytes()));
            }
            unsavedBytes += record.length;
            waiting.add(append);
            changed.signal();
        } finally {
            lock.unlock();
        }
        return append.committed;
    }

    StoreHealth health() {
        lock.lock();
        try {
            return new StoreHealth(false, 0, null, unsavedBytes, 0, false);
        } finally {
            lock.unlock();
        }
    }

    /** Commits what waits, or fails it when the database does not recover in time, and ends the thread. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                closeDeadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(config.closeTimeoutMs());
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // the thread ends by itself, at the deadline at the latest
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        for (List<Append> batch = take(); !batch.isEmpty(); batch = take()) {
            try {
                commit(batch);
                finish(batch, null);
            } catch (StoreUnavailableException e) {
                log.error("Gave up on {} updates when closing: {}", batch.size(), e.getMessage());
                finish(batch, e);
            }
        }
    }

    /** All that waits; empty once closed. */
    private List<Append> take() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            List<Append> batch = waiting;
            waiting = new ArrayList<>();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void commit(List<Append> batch) {
        Deque<Throwable> attempts = new ArrayDeque<>();
        for (long pauseMs = config.retryMinMs(); ; pauseMs = Math.min(2 * pauseMs, config.retryMaxMs())) {
            try {
                long startedNs = System.nanoTime();
                transaction.accept(batch);
                listener.committed(batch.size(), 0, System.nanoTime() - startedNs);
                if (!attempts.isEmpty()) {
                    log.info("The database is back, {} updates committed", batch.size());
                }
                return;
            } catch (RuntimeException | Error e) {
                if (attempts.isEmpty()) {
                    log.error("Commit of {} updates failed, trying again until it succeeds", batch.size(), e);
                }
                attempts.addLast(e);
                if (attempts.size() > MAX_REMEMBERED_ATTEMPTS) {
                    attempts.removeFirst();
                }
                if (!pause(pauseMs)) {
                    StoreUnavailableException failure = new StoreUnavailableException(
                            "the database did not recover in time", attempts.removeLast());
                    attempts.forEach(failure::addSuppressed);
                    throw failure;
                }
            }
        }
    }

    /** Waits; false once the store is closed and its deadline has passed. */
    private boolean pause(long ms) {
        lock.lock();
        try {
            if (closed && System.nanoTime() - closeDeadlineNs >= 0) {
                return false;
            }
            long leftNs = TimeUnit.MILLISECONDS.toNanos(ms);
            boolean closedBefore = closed;
            while (leftNs > 0 && closed == closedBefore) {
                leftNs = changed.awaitNanos(leftNs);
            }
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the committing thread", e);
        } finally {
            lock.unlock();
        }
    }

    private void finish(List<Append> batch, @Nullable StoreUnavailableException failure) {
        long bytes = 0;
        for (Append append : batch) {
            bytes += append.record.length;
        }
        lock.lock();
        try {
            unsavedBytes -= bytes;
            assert unsavedBytes >= 0 : "unsavedBytes=" + unsavedBytes;
        } finally {
            lock.unlock();
        }
        for (Append append : batch) {
            if (failure == null) {
                append.committed.complete(null);
            } else {
                append.committed.completeExceptionally(failure);
            }
        }
    }
}
