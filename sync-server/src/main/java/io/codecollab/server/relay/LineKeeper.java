package io.codecollab.server.relay;

import io.codecollab.server.transport.EventLoops;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one {@link Line}. When it breaks, or is silent for {@value #SILENCE_MS} ms, it is thrown away and another is made,
 * after ever longer pauses while that fails.
 *
 * <p>Lines come and go on one thread. Thread-safe.
 */
final class LineKeeper implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LineKeeper.class);

    private static final long PING_INTERVAL_MS = 1_000;
    private static final long SILENCE_MS = 2_500;
    private static final long MIN_RETRY_MS = 50;
    private static final long MAX_RETRY_MS = 2_000;

    /** Whoever loses a line sooner than this waits a moment before he makes the next. */
    private static final long STEADY_MS = 5_000;

    /** Who uses the line. On the thread of lines, must not wait. */
    interface User {

        /** There is a new line; completes when it is ready for use. */
        CompletionStage<?> made(Line line);

        /** The line is gone. */
        void lost();

        /** Called about once a second while there is a line. */
        void tick();
    }

    private final RedisUrl url;
    private final RedisClients clients;
    private final Line.Listener listener;
    private final User user;
    private final ScheduledThreadPoolExecutor thread;
    private volatile @Nullable Line line;
    private volatile long pingedMs;
    private volatile long answeredMs;
    private volatile boolean up;

    // thread of lines only
    private long retryMs = MIN_RETRY_MS;
    private long upSinceMs;
    private boolean saidDown;

    /** @param listener hears what comes by any line */
    LineKeeper(RedisUrl url, EventLoops eventLoops, Line.Listener listener, User user) {
        this.url = url;
        this.listener = listener;
        this.user = user;
        this.clients = new RedisClients(url, eventLoops);
        this.thread = new ScheduledThreadPoolExecutor(
                1, task -> new Thread(task, "codecollab-relay"), new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Begins to connect, and does not wait until it is. */
    void start() {
        thread.execute(this::connect);
        var unused =
                thread.scheduleWithFixedDelay(this::watch, PING_INTERVAL_MS, PING_INTERVAL_MS, TimeUnit.MILLISECONDS);
    }

    /** The line there is right now, ready for use or not; null while there is none. */
    @Nullable
    Line line() {
        return line;
    }

    /** Whether there is a line that is ready for use. */
    boolean isUp() {
        return up;
    }

    /** Runs a task on the thread of lines, never after this was closed. */
    void run(Runnable task) {
        thread.execute(task);
    }

    /** The same after a while. */
    void later(long delayMs, Runnable task) {
        var unused = thread.schedule(task, delayMs, TimeUnit.MILLISECONDS);
    }

    /** Throws a line away, if it is still the one there is, and makes another. */
    void replace(Line broken, Throwable why) {
        run(() -> onBroken(broken, why));
    }

    /** Makes no more lines; what was said before has been handed to Redis, if it took it. */
    @Override
    public void close() {
        long deadlineNs = System.nanoTime() + RedisUrl.TIMEOUT.toNanos();
        Line last = line;
        try {
            if (last != null) {
                last.ping().toCompletableFuture().get(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            log.debug("Redis did not take the last messages", e);
        }
        stopThread();
        last = line; // one may have been made meanwhile
        line = null;
        up = false;
        if (last != null) {
            last.close();
        }
        clients.close();
    }

    /** Whoever connects is called off: nothing would wake him once the clients are closed. */
    private void stopThread() {
        var unused = thread.shutdownNow();
        try {
            if (!thread.awaitTermination(RedisUrl.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("Still connecting to Redis while this ends, url={}", url);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void connect() {
        Line made;
        try {
            made = clients.connect(listener);
        } catch (RuntimeException e) {
            connectLater(e);
            return;
        }
        answeredMs = nowMs();
        pingedMs = answeredMs;
        line = made;
        user.made(made).whenComplete((done, failure) -> {
            if (failure == null) {
                run(() -> onUp(made));
            } else {
                replace(made, failure);
            }
        });
    }

    private void connectLater(Throwable why) {
        if (thread.isShutdown()) {
            return;
        }
        if (!saidDown) {
            log.warn("Redis cannot be reached, trying until it can, url={}: {}", url, reasonOf(why));
            saidDown = true;
        }
        later(retryMs + ThreadLocalRandom.current().nextLong(retryMs), this::connect);
        retryMs = Math.min(2 * retryMs, MAX_RETRY_MS);
    }

    private static String reasonOf(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    private void onUp(Line made) {
        if (line != made) {
            return;
        }
        log.info("Connected to Redis, url={}", url);
        saidDown = false;
        upSinceMs = nowMs();
        up = true;
    }

    private void onBroken(Line broken, Throwable why) {
        if (line != broken) {
            return;
        }
        line = null;
        user.lost();
        broken.close();
        if (!up) {
            connectLater(why);
            return;
        }
        up = false;
        log.warn("Lost the connection to Redis, url={}: {}", url, reasonOf(why));
        saidDown = true;
        retryMs = MIN_RETRY_MS;
        if (nowMs() - upSinceMs < STEADY_MS) {
            connectLater(why);
        } else {
            connect();
        }
    }

    private void watch() {
        try {
            Line current = line;
            if (current != null) {
                watch(current);
            }
        } catch (RuntimeException e) {
            log.error("Cannot look after the connection to Redis, url={}", url, e);
        }
    }

    private void watch(Line current) {
        if (pingedMs - answeredMs > SILENCE_MS) {
            onBroken(current, new IllegalStateException("silent for ms=" + (nowMs() - answeredMs)));
            return;
        }
        pingedMs = nowMs();
        long askedMs = pingedMs;
        current.ping().whenComplete((done, failure) -> {
            if (failure == null && line == current) {
                answeredMs = Math.max(answeredMs, askedMs);
            }
        });
        user.tick();
    }

    private static long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
