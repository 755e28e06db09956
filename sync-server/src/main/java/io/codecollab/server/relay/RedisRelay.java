package io.codecollab.server.relay;

import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.document.Peer;
import io.codecollab.server.document.PeerMessage;
import io.codecollab.server.document.Relay;
import io.codecollab.server.ops.Drop;
import io.codecollab.server.ops.Metrics;
import io.codecollab.server.transport.EventLoops;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The relay of instances that share a Redis: a channel for each document, to which those instances listen that have it open.
 *
 * <p>Whenever there is a new {@link Line}, all channels are subscribed to again, and every document compares what it has with
 * the others.
 *
 * <p>Thread-safe.
 */
public final class RedisRelay implements Relay, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RedisRelay.class);

    private static final int CHANNELS_PER_SUBSCRIBE = 256;

    /** When a line is made, so many documents compare themselves with others in each millisecond, at most for a second. */
    private static final int GREETINGS_PER_MS = 4;

    private static final long MAX_GREETING_MS = 1_000;

    private final RedisUrl url;
    private final Metrics metrics;
    private final Publisher publisher;
    private final LineKeeper lines;
    private final long node = new SecureRandom().nextLong();
    private final AtomicLong openings = new AtomicLong();
    private final ConcurrentMap<String, Channel> channels = new ConcurrentHashMap<>();

    private RedisRelay(RedisUrl url, EventLoops eventLoops, Metrics metrics) {
        this.url = url;
        this.metrics = metrics;
        this.publisher = new Publisher(metrics);
        this.lines = new LineKeeper(url, eventLoops, new FromRedis(), new Subscriptions());
    }

    /**
     * Begins to connect, and does not wait until it is.
     *
     * @param eventLoops where its connections live; to be ended after it
     */
    public static RedisRelay start(RedisUrl url, EventLoops eventLoops, Metrics metrics) {
        RedisRelay relay = new RedisRelay(url, eventLoops, metrics);
        relay.lines.start();
        return relay;
    }

    /** Where Redis is, for people. */
    @Override
    public String toString() {
        return url.toString();
    }

    /** Whether other instances cannot be reached by Redis right now, as far as one knows. */
    public boolean isDown() {
        return !lines.isUp();
    }

    @Override
    public Link open(DocumentName document, Listener listener) {
        return open(Channel.nameOf(document.value()), listener);
    }

    @Override
    public Link openForAll(Listener listener) {
        return open(Channel.OF_ALL, listener);
    }

    private Link open(String name, Listener listener) {
        Channel channel = channels.compute(name, (key, known) -> {
            Channel opened = known == null ? new Channel(key) : known;
            opened.add(listener);
            return opened;
        });
        lines.run(() -> subscribe(channel, listener));
        return new RedisLink(channel, listener, new Peer(node, openings.incrementAndGet()));
    }

    /** Stops hearing and saying; what was said before has been handed to Redis, if it took it. */
    @Override
    public void close() {
        lines.close();
    }

    private void subscribe(Channel channel, Listener newcomer) {
        Line current = lines.line();
        if (current == null || channels.get(channel.name()) != channel) {
            return;
        }
        if (channel.isAskedOf(current)) {
            if (channel.isHeard()) {
                newcomer.connected();
            }
        } else {
            ask(current, channel);
        }
    }

    private void ask(Line current, Channel channel) {
        channel.askedOf(current);
        replaceIfFailed(current, current.subscribe(List.of(channel.name())));
    }

    private void unsubscribe(String name) {
        Line current = lines.line();
        if (current != null && !channels.containsKey(name)) {
            replaceIfFailed(current, current.unsubscribe(name));
        }
    }

    private void replaceIfFailed(Line current, CompletionStage<?> asked) {
        asked.whenComplete((done, failure) -> {
            if (failure != null) {
                lines.replace(current, failure);
            }
        });
    }

    private final class Subscriptions implements LineKeeper.User {

        @Override
        public CompletionStage<?> made(Line line) {
            channels.values().forEach(channel -> channel.askedOf(line));
            return subscribe(line, new ArrayList<>(channels.keySet()), 0);
        }

        /** One part after the other: there may be more channels than commands may wait. */
        private static CompletionStage<Boolean> subscribe(Line to, List<String> names, int from) {
            if (from >= names.size()) {
                return CompletableFuture.completedFuture(true);
            }
            int end = Math.min(names.size(), from + CHANNELS_PER_SUBSCRIBE);
            return to.subscribe(names.subList(from, end)).thenCompose(done -> subscribe(to, names, end));
        }

        @Override
        public void lost() {
            channels.values().forEach(channel -> channel.setHeard(false));
        }

        @Override
        public void tick() {
            for (Channel channel : channels.values()) {
                if (channel.isHeard() && publisher.hasRoom() && channel.takeMissed()) {
                    channel.tellConnected();
                }
            }
        }
    }

    /** What comes by a line. */
    private final class FromRedis implements Line.Listener {

        @Override
        public void subscribed(Line by, String name) {
            Channel channel = channels.get(name);
            if (by != lines.line()) {
                return;
            }
            if (channel == null) {
                lines.run(() -> unsubscribe(name)); // closed while this was on its way
                return;
            }
            channel.setHeard(true);
            long spreadMs = Math.min(MAX_GREETING_MS, channels.size() / GREETINGS_PER_MS);
            if (spreadMs == 0) {
                channel.tellConnected();
            } else {
                lines.later(ThreadLocalRandom.current().nextLong(spreadMs), channel::tellConnected);
            }
        }

        @Override
        public void unsubscribed(Line by, String name) {
            Channel channel = channels.get(name);
            if (channel != null && by == lines.line()) {
                channel.setHeard(false);
                lines.run(() -> subscribeAgain(by, name));
            }
        }

        private void subscribeAgain(Line by, String name) {
            Channel channel = channels.get(name);
            if (channel != null && by == lines.line()) {
                ask(by, channel);
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
            lines.replace(by, why);
        }
    }

    private final class RedisLink implements Link {

        private final Channel channel;
        private final Listener listener;
        private final Peer self;

        RedisLink(Channel channel, Listener listener, Peer self) {
            this.channel = channel;
            this.listener = listener;
            this.self = self;
        }

        @Override
        public Peer self() {
            return self;
        }

        @Override
        public void publish(PeerMessage message) {
            Line current = lines.line();
            if (current != null) { // or everything is compared when there is one
                publisher.publish(current, channel, Envelope.encode(message));
            }
        }

        @Override
        public void close() {
            channels.computeIfPresent(channel.name(), (name, known) -> known.remove(listener) ? null : known);
            lines.run(() -> unsubscribe(channel.name()));
        }
    }
}
