package io.codecollab.server.http.api;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Threads for requests that compute for milliseconds or wait for the database. Thread-safe. */
public final class Workers implements AutoCloseable {

    private static final int THREADS = 4;
    private static final int MAX_WAITING = 256;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(MAX_WAITING),
            task -> new Thread(task, "codecollab-rest"));

    /** Runs something there; too much waiting is a 503. */
    public <T> CompletionStage<T> run(Supplier<T> task) {
        try {
            return CompletableFuture.supplyAsync(task, threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(ProblemException.overloaded());
        }
    }

    /** Ends what waits and, soon, what runs. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
