package io.codecollab.bench.server;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * An event loop that runs when it is told to, on the thread that tells it: tasks wait for the end of the one that is running,
 * as on a real one. Any thread may add tasks.
 */
final class Loop implements Executor {

    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /** Runs what waits, and what comes of it. */
    void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Runs until something is so. */
    void runUntil(BooleanSupplier isSo, String what) {
        long startNs = System.nanoTime();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() - startNs > PATIENCE_NS) {
                throw new IllegalStateException("it did not happen: " + what);
            }
            run();
            Thread.onSpinWait();
        }
    }
}
