package io.codecollab.server.ops;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Threads for work that waits or computes, made as they are needed, and a bound of how much waits for them. Thread-safe. */
public final class Workers implements Executor, AutoCloseable {

    private static final long IDLE_THREAD_S = 30;

    private final Supplier<? extends RuntimeException> whenTooMuchWaits;
    private final ThreadPoolExecutor threads;

    /**
     * @param name of the threads, which are numbered
     * @param maxThreads how many there are at most
     * @param maxWaiting how much waits for them at most
     * @param whenTooMuchWaits what is said to those whose work is not even begun
     */
    public Workers(String name, int maxThreads, int maxWaiting, Supplier<? extends RuntimeException> whenTooMuchWaits) {
        AtomicInteger count = new AtomicInteger();
        this.whenTooMuchWaits = whenTooMuchWaits;
        threads = new ThreadPoolExecutor(
                maxThreads, maxThreads, IDLE_THREAD_S, TimeUnit.SECONDS, new ArrayBlockingQueue<>(maxWaiting), task -> {
                    Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** Does something there; never throws. */
    public <T> CompletionStage<T> run(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(whenTooMuchWaits.get());
        }
    }

    /** @throws RejectedExecutionException if too much waits */
    @Override
    public void execute(Runnable work) {
        threads.execute(work);
    }

    /** What waits is not done any more, what runs is interrupted. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
