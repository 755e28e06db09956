package io.codecollab.server;

import io.codecollab.persistence.CommitListener;
import io.codecollab.server.ops.Metrics;

/** Measures the commits of the store. Thread-safe. */
final class CommitMetrics implements CommitListener {

    private final Metrics metrics;

    CommitMetrics(Metrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void committed(int rows, long bytes, long nanos) {
        metrics.commit(nanos);
    }

    @Override
    public void failed(Throwable failure) {
        // the store says so in its health, and in the log
    }
}
