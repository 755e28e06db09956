package io.codecollab.server;

import io.codecollab.persistence.CommitListener;
import io.codecollab.server.ops.Metrics;

/** What happens when the store has committed. Thread-safe. */
final class Commits implements CommitListener {

    private final Metrics metrics;
    private volatile Runnable afterwards = () -> {};

    Commits(Metrics metrics) {
        this.metrics = metrics;
    }

    /** Runs a task after every commit from now on; it must return soon. */
    void afterwards(Runnable task) {
        afterwards = task;
    }

    @Override
    public void committed(int rows, long bytes, long nanos) {
        metrics.commit(nanos);
        afterwards.run();
    }

    @Override
    public void failed(Throwable failure) {
        // the store says so in its health, and in the log
    }
}
