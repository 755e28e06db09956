package io.codecollab.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Does to a cluster what a plan says, and mends all of it. */
final class Chaos {

    private static final int THREADS = 16;
    private static final int SLOW_MS = 300;
    private static final int START_ATTEMPTS = 20;
    private static final int MAX_LATE_MS = 1_000;

    private final Cluster cluster;
    private final long startNs = System.nanoTime();
    private final AtomicInteger happened = new AtomicInteger();
    private final Map<String, Object> targets = new ConcurrentHashMap<>();

    private Chaos(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Returns when everything is whole again: how many faults there were. */
    static int run(ChaosPlan plan, Cluster cluster) throws Exception {
        Chaos chaos = new Chaos(cluster);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<CompletableFuture<Void>> faults = plan.faults().stream()
                    .map(fault -> CompletableFuture.runAsync(() -> chaos.happen(fault), chaos.at(fault, threads)))
                    .toList();
            CompletableFuture.allOf(faults.toArray(CompletableFuture[]::new)).join();
            return chaos.happened.get();
        } finally {
            threads.shutdownNow();
            assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    private Executor at(ChaosPlan.Fault fault, ExecutorService threads) {
        return CompletableFuture.delayedExecutor(Math.max(0, -lateMs(fault)), TimeUnit.MILLISECONDS, threads);
    }

    private long lateMs(ChaosPlan.Fault fault) {
        return (System.nanoTime() - startNs) / 1_000_000 - fault.atMs();
    }

    private void happen(ChaosPlan.Fault fault) {
        synchronized (targets.computeIfAbsent(fault.target(), name -> new Object())) {
            if (lateMs(fault) > MAX_LATE_MS) {
                return; // to end takes longer than planned while there is no database
            }
            try {
                begin(fault);
                Thread.sleep(fault.durationMs());
                mend(fault);
                happened.incrementAndGet();
            } catch (Exception e) {
                throw new IllegalStateException("fault=" + fault, e);
            }
        }
    }

    private void begin(ChaosPlan.Fault fault) throws Exception {
        int instance = fault.instance();
        switch (fault.kind()) {
            case KILL_INSTANCE -> cluster.kill(instance);
            case RESTART_INSTANCE -> cluster.end(instance); // not all of it may be saved, if PostgreSQL is down
            case CUT_OFF_FROM_REDIS -> cluster.wayToRedis(instance).cut();
            case FREEZE_WAY_TO_REDIS -> cluster.wayToRedis(instance).freeze();
            case SLOW_WAY_TO_REDIS -> cluster.wayToRedis(instance).delay(SLOW_MS);
            case KILL_REDIS -> cluster.redis().kill();
            case PAUSE_REDIS -> cluster.redis().pause();
            case KILL_SUBSCRIBERS -> cluster.redis().killSubscribers();
            case KILL_POSTGRES -> cluster.postgres().kill();
        }
    }

    private void mend(ChaosPlan.Fault fault) throws Exception {
        int instance = fault.instance();
        switch (fault.kind()) {
            case KILL_INSTANCE, RESTART_INSTANCE -> start(instance);
            case CUT_OFF_FROM_REDIS, FREEZE_WAY_TO_REDIS, SLOW_WAY_TO_REDIS ->
                cluster.wayToRedis(instance).heal();
            case KILL_REDIS -> cluster.redis().startAgain();
            case PAUSE_REDIS -> cluster.redis().resume();
            case KILL_SUBSCRIBERS -> {}
            case KILL_POSTGRES -> cluster.postgres().startAgain();
        }
    }

    /** Starts an instance as often as it takes: it ends at once when PostgreSQL is not there. */
    private void start(int instance) {
        for (int attempt = 1; !cluster.isRunning(instance); attempt++) {
            try {
                cluster.start(instance);
            } catch (CompletionException e) {
                if (attempt == START_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
