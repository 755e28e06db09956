package io.codecollab.server.relay;

import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.document.Peer;
import io.codecollab.server.document.PeerMessage;
import io.codecollab.server.document.Relay;
import io.codecollab.server.ops.Drop;
import io.codecollab.server.ops.Metrics;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The relay of instances that share a Redis: a channel for each document, to which those instances listen that have it open.
 *
 * <p>There is one {@link Line} at a time. When it breaks, or is silent for {@value #SILENCE_MS} ms, it is thrown away, another
 * is made, after ever longer pauses while that fails, all channels are subscribed to again, and every document compares what
 * it has with the others.
 *
 * <p>Lines come and go on one thread. Thread-safe.
 */
public final class RedisRelay implements Relay, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RedisRelay.class);

    private static final long PING_INTERVAL_MS = 1_000;
    private static final long SILENCE_MS = 2_500;
    private static final long MIN_RETRY_MS = 50;
    private static final long MAX_RETRY_MS = 2_000;

    /** Whoever loses a line sooner than this waits a moment before he makes the next. */
    private static final long STEADY_MS = 5_000;

    private static final int CHANNELS_PER_SUBSCRIBE = 256;

    /** Redis takes its time: what comes beyond this is not said, and made up for later. */
    private static final long MAX_IN_FLIGHT_BYTES = 32L << 20;

    /** When a line is made, so many documents compare themselves with others in each millisecond, at most for a second. */
    private static final int GREETINGS_PER_MS = 4;

    private static final long MAX_GREETING_MS = 1_000;

    private final RedisUrl url;
    private final Metrics metrics;
    private final RedisClients clients;
    private final long node = new SecureRandom().nextLong();
    private final AtomicLong openings = new AtomicLong();
    private final AtomicLong inFlightBytes = new AtomicLong();
    private final ConcurrentMap<String, Channel> channels = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor thread;
    private final Line.Listener listener = new FromRedis();
    private volatile @Nullable Line line;
    private volatile long pingedMs;
    private volatile long answeredMs;

    /** Whether all documents hear. */
    private volatile boolean up;

    // relay thread only
    private long retryMs = MIN_RETRY_MS;
    private long upSinceMs;
    private boolean saidDown;

    private RedisRelay(RedisUrl url, Metrics metrics) {
        this.url = url;
        this.metrics = metrics;
        this.clients = new RedisClients(url);
        this.thread = new ScheduledThreadPoolExecutor(
                1, task -> new Thread(task, "codecollab-relay"), new ThreadPoolExecutor.DiscardPolicy());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Begins to connect, and does not wait until it is. */
    public static RedisRelay start(RedisUrl url, Metrics metrics) {
        RedisRelay relay = new RedisRelay(url, metrics);
        relay.thread.execute(relay::connect);
        var unused = relay.thread.scheduleWithFixedDelay(
                relay::watch, PING_INTERVAL_MS, PING_INTERVAL_MS, TimeUnit.MILLISECONDS);
        return relay;
    }

    /** Where Redis is, for people. */
    @Override
    public String toString() {
        return url.toString();
    }

    /** Whether other instances cannot be reached by Redis right now, as far as one knows. */
    public boolean isDown() {
        return !up;
    }

    @Override
    public Link open(DocumentName document, Listener documentListener) {
        String name = Channel.nameOf(document.value());
        Channel channel = channels.compute(name, (key, known) -> {
            Channel opened = known == null ? new Channel(key) : known;
            opened.add(documentListener);
            return opened;
        });
        thread.execute(() -> subscribe(channel, documentListener));
        return new RedisLink(channel, documentListener, new Peer(node, openings.incrementAndGet()));
    }

    /** Stops hearing and saying; what was said before has been handed to Redis, if it took it. */
    @Override
    public void close() {
        Line last = line;
        if (last != null) {
            try {
                last.ping().toCompletableFuture().get(RedisUrl.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                log.debug("Redis did not take the last messages", e);
            }
        }
        thread.shutdown();
        last = line; // one may have been made meanwhile
        line = null;
        up = false;
        if (last != null) {
            last.close();
        }
        clients.close();
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
        if (thread.isShutdown()) {
            made.close(); // nobody may have seen it when this was closed
            return;
        }
        subscribeAll(made);
    }

    private void connectLater(Throwable why) {
        if (thread.isShutdown()) {
            return;
        }
        if (!saidDown) {
            log.warn("Redis cannot be reached, trying until it can, url={}: {}", url, reasonOf(why));
            saidDown = true;
        }
        var unused = thread.schedule(
                this::connect, retryMs + ThreadLocalRandom.current().nextLong(retryMs), TimeUnit.MILLISECONDS);
        retryMs = Math.min(2 * retryMs, MAX_RETRY_MS);
    }

    private static String reasonOf(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    private void subscribeAll(Line made) {
        channels.values().forEach(channel -> channel.noteAsked(made));
        subscribe(made, new ArrayList<>(channels.keySet()), 0).whenComplete((done, failure) -> {
            if (failure == null) {
                thread.execute(() -> onUp(made));
            } else {
                listener.broken(made, failure);
            }
        });
    }

    /** One part after the other: there may be more channels than commands may wait. */
    private static CompletionStage<Boolean> subscribe(Line to, List<String> names, int from) {
        if (from >= names.size()) {
            return CompletableFuture.completedFuture(true);
        }
        int end = Math.min(names.size(), from + CHANNELS_PER_SUBSCRIBE);
        return to.subscribe(names.subList(from, end)).thenCompose(done -> subscribe(to, names, end));
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

    private void subscribe(Channel channel, Listener newcomer) {
        Line current = line;
        if (current == null || channels.get(channel.name()) != channel) {
            return;
        }
        if (!channel.noteAsked(current)) {
            ask(current, channel.name());
        } else if (channel.isHeard()) {
            newcomer.connected();
        }
    }

    /** Asks once more. */
    private void resubscribe(String name) {
        Line current = line;
        Channel channel = channels.get(name);
        if (current != null && channel != null) {
            boolean unused = channel.noteAsked(current);
            ask(current, name);
        }
    }

    private void ask(Line current, String name) {
        current.subscribe(List.of(name)).whenComplete((done, failure) -> {
            if (failure != null) {
                listener.broken(current, failure);
            }
        });
    }

    private void unsubscribe(String name) {
        Line current = line;
        if (current != null && !channels.containsKey(name)) {
            current.unsubscribe(name).whenComplete((done, failure) -> {
                if (failure != null) {
                    listener.broken(current, failure);
                }
            });
        }
    }

    /** Throws a line away and makes another. */
    private void replace(Line broken, Throwable why) {
        if (line != broken) {
            return;
        }
        line = null;
        channels.values().forEach(channel -> channel.setHeard(false));
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
            replace(current, new IllegalStateException("silent for ms=" + (nowMs() - answeredMs)));
            return;
        }
        pingedMs = nowMs();
        long askedMs = pingedMs;
        current.ping().whenComplete((done, failure) -> {
            if (failure == null && line == current) {
                answeredMs = Math.max(answeredMs, askedMs);
            }
        });
        for (Channel channel : channels.values()) {
            if (channel.isHeard() && inFlightBytes.get() < MAX_IN_FLIGHT_BYTES / 2 && channel.takeMissed()) {
                channel.tellConnected();
            }
        }
    }

    private static long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private void publish(Channel channel, byte[] message) {
        Line current = line;
        if (current == null) {
            return; // everything is compared when there is another
        }
        if (inFlightBytes.addAndGet(message.length) > MAX_IN_FLIGHT_BYTES) {
            inFlightBytes.addAndGet(-message.length);
            metrics.dropped(Drop.UNSENT_PEER_MESSAGE);
            channel.noteMissed();
            return;
        }
        long startNs = System.nanoTime();
        try {
            current.publish(channel.name(), message).whenComplete((receivers, failure) -> {
                inFlightBytes.addAndGet(-message.length);
                if (failure == null) {
                    metrics.relayed(System.nanoTime() - startNs, message.length);
                } else {
                    onUnsent(channel);
                }
            });
        } catch (RuntimeException e) { // too many commands wait already
            inFlightBytes.addAndGet(-message.length);
            onUnsent(channel);
        }
    }

    private void onUnsent(Channel channel) {
        metrics.dropped(Drop.UNSENT_PEER_MESSAGE);
        channel.noteMissed();
    }

    /** What comes by a line. */
    private final class FromRedis implements Line.Listener {

        @Override
        public void subscribed(Line by, String name) {
            Channel channel = channels.get(name);
            if (by != line) {
                return;
            }
            if (channel == null) {
                thread.execute(() -> RedisRelay.this.unsubscribe(name)); // closed while this was on its way
                return;
            }
            channel.setHeard(true);
            long spreadMs = Math.min(MAX_GREETING_MS, channels.size() / GREETINGS_PER_MS);
            if (spreadMs == 0) {
                channel.tellConnected();
            } else {
                var unused = thread.schedule(
                        channel::tellConnected, ThreadLocalRandom.current().nextLong(spreadMs), TimeUnit.MILLISECONDS);
            }
        }

        @Override
        public void unsubscribed(Line by, String name) {
            Channel channel = channels.get(name);
            if (channel != null && by == line) {
                channel.setHeard(false);
                thread.execute(() -> resubscribe(name));
            }
        }

        @Override
        public void message(String name, byte[] bytes) {
            Channel channel = channels.get(name);
            if (channel == null) {
                return; // its document has just been closed
            }
            if (Envelope.isFrom(bytes, node)) {
                return; // Redis tells everybody who listens, the sender too
            }
            PeerMessage message;
            try {
                message = Envelope.decode(bytes);
            } catch (DecodeException e) {
                log.error("Not an envelope, channel={}, bytes={}: {}", name, bytes.length, e.getMessage());
                metrics.dropped(Drop.MALFORMED_PEER_MESSAGE);
                return;
            }
            if (message != null) {
                metrics.heardPeer(bytes.length);
                channel.tell(message);
            }
        }

        @Override
        public void broken(Line by, Throwable why) {
            thread.execute(() -> replace(by, why));
        }
    }

    /** One document's share. */
    private final class RedisLink implements Link {

        private final Channel channel;
        private final Listener documentListener;
        private final Peer self;

        RedisLink(Channel channel, Listener documentListener, Peer self) {
            this.channel = channel;
            this.documentListener = documentListener;
            this.self = self;
        }

        @Override
        public Peer self() {
            return self;
        }

        @Override
        public void publish(PeerMessage message) {
            RedisRelay.this.publish(channel, Envelope.encode(message));
        }

        @Override
        public void close() {
            channels.computeIfPresent(channel.name(), (name, known) -> known.remove(documentListener) ? null : known);
            thread.execute(() -> RedisRelay.this.unsubscribe(channel.name()));
        }
    }
}
