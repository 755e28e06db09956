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
import java.util.Collection;
import java.util.List;
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
    private static final long SILENCE_MS = 3_000;
    private static final long MIN_RETRY_MS = 50;
    private static final long MAX_RETRY_MS = 2_000;
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

    // relay thread only
    private long retryMs = MIN_RETRY_MS;
    private boolean saidDown;
    private boolean wasUp;

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
        return line == null;
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
        line = null;
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
            if (!saidDown) {
                log.warn("Redis cannot be reached, trying until it can, url={}: {}", url, reasonOf(e));
                saidDown = true;
            }
            var unused = thread.schedule(
                    this::connect, retryMs + ThreadLocalRandom.current().nextLong(retryMs), TimeUnit.MILLISECONDS);
            retryMs = Math.min(2 * retryMs, MAX_RETRY_MS);
            return;
        }
        if (saidDown || !wasUp) {
            log.info("Connected to Redis, url={}", url);
        }
        saidDown = false;
        wasUp = true;
        retryMs = MIN_RETRY_MS;
        inFlightBytes.set(0);
        answeredMs = nowMs();
        pingedMs = answeredMs;
        line = made;
        subscribeAll(made);
    }

    private static String reasonOf(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    private void subscribeAll(Line made) {
        List<String> names = new ArrayList<>(channels.keySet());
        for (int from = 0; from < names.size(); from += CHANNELS_PER_SUBSCRIBE) {
            subscribe(made, names.subList(from, Math.min(names.size(), from + CHANNELS_PER_SUBSCRIBE)));
        }
    }

    private void subscribe(Channel channel, Listener newcomer) {
        if (channel.isHeard()) {
            newcomer.connected();
            return;
        }
        Line current = line;
        if (current != null && channels.get(channel.name()) == channel) {
            subscribe(current, List.of(channel.name()));
        }
    }

    private void subscribe(Line to, Collection<String> names) {
        to.subscribe(names).whenComplete((done, failure) -> {
            if (failure != null) {
                listener.broken(to);
            }
        });
    }

    private void unsubscribe(Channel channel) {
        Line current = line;
        if (current != null && !channels.containsKey(channel.name())) {
            current.unsubscribe(channel.name()).whenComplete((done, failure) -> {
                if (failure != null) {
                    listener.broken(current);
                }
            });
        }
    }

    /** Throws a line away and makes another. */
    private void replace(Line broken) {
        if (line != broken) {
            return;
        }
        line = null;
        channels.values().forEach(channel -> channel.setHeard(false));
        log.warn("Lost the connection to Redis, url={}", url);
        saidDown = true;
        broken.close();
        connect();
    }

    private void watch() {
        Line current = line;
        if (current == null) {
            return;
        }
        if (pingedMs - answeredMs > SILENCE_MS) {
            replace(current);
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
                if (line == current) { // with another line, counting began anew
                    inFlightBytes.addAndGet(-message.length);
                }
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
            if (channel == null || by != line) {
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
                thread.execute(() -> subscribe(by, List.of(name)));
            }
        }

        @Override
        public void message(String name, byte[] bytes) {
            Channel channel = channels.get(name);
            if (channel == null) {
                return; // its document has just been closed
            }
            PeerMessage message;
            try {
                message = Envelope.decode(bytes);
            } catch (DecodeException e) {
                log.error("Not an envelope, channel={}, bytes={}: {}", name, bytes.length, e.getMessage());
                metrics.dropped(Drop.MALFORMED_PEER_MESSAGE);
                return;
            }
            if (message != null && message.from().node() != node) {
                metrics.heardPeer(bytes.length);
                channel.tell(message);
            }
        }

        @Override
        public void broken(Line by) {
            thread.execute(() -> replace(by));
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
            thread.execute(() -> unsubscribe(channel));
        }
    }
}
