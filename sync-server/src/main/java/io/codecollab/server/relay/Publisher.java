package io.codecollab.server.relay;

import io.codecollab.server.ops.Drop;
import io.codecollab.server.ops.Metrics;
import java.util.concurrent.atomic.AtomicLong;

/** Hands messages to Redis, as long as not too many of them are on their way. Thread-safe. */
final class Publisher {

    /** Redis takes its time: what comes beyond this is not said, and made up for later. */
    private static final long MAX_IN_FLIGHT_BYTES = 32L << 20;

    private final Metrics metrics;
    private final AtomicLong inFlightBytes = new AtomicLong();

    Publisher(Metrics metrics) {
        this.metrics = metrics;
    }

    /** Says something to a channel; the channel notes it if that does not get through. Never waits. */
    void publish(Line by, Channel channel, byte[] message) {
        int bytes = message.length;
        if (inFlightBytes.addAndGet(bytes) > MAX_IN_FLIGHT_BYTES) {
            onUnsent(channel, bytes);
            return;
        }
        long startNs = System.nanoTime();
        try {
            by.publish(channel.name(), message).whenComplete((receivers, failure) -> {
                if (failure == null) {
                    inFlightBytes.addAndGet(-bytes);
                    metrics.relayed(System.nanoTime() - startNs, bytes);
                } else {
                    onUnsent(channel, bytes);
                }
            });
        } catch (RuntimeException e) { // too many commands wait already
            onUnsent(channel, bytes);
        }
    }

    /** Whether it is wise to say more than need be. */
    boolean hasRoom() {
        return inFlightBytes.get() < MAX_IN_FLIGHT_BYTES / 2;
    }

    private void onUnsent(Channel channel, int bytes) {
        inFlightBytes.addAndGet(-bytes);
        metrics.dropped(Drop.UNSENT_PEER_MESSAGE);
        channel.noteMissed();
    }
}
