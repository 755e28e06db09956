package io.codecollab.server.auth.account;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Threads of its own for work that waits or computes, and a bound of how much waits for them. Thread-safe. */
public final class BoundedWork implements AutoCloseable {

    private static final long IDLE_THREAD_S = 30;

    private final ThreadPoolExecutor threads;

    /**
     * Makes threads as they are needed.
     *
     * @param name of the threads
     * @param maxThreads how many there are at most
     * @param maxWaiting how much waits for them at most
     */
    public BoundedWork(String name, int maxThreads, int maxWaiting) {
        AtomicInteger count = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                maxThreads, maxThreads, IDLE_THREAD_S, TimeUnit.SECONDS, new ArrayBlockingQueue<>(maxWaiting), task -> {
                    Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** Does something there; completes with an {@link AccountException} if too much waits already. */
    public <T> CompletionStage<T> submit(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(AccountException.busy());
        }
    }

    /** What waits is not done any more. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
