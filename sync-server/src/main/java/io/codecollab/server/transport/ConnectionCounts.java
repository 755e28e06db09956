package io.codecollab.server.transport;

import io.codecollab.server.ops.Refusal;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** How many connections are open, all together and from each address. Thread-safe. */
final class ConnectionCounts {

    private final int max;
    private final int maxPerIp;
    private final AtomicInteger count = new AtomicInteger();
    private final ConcurrentMap<InetAddress, Integer> perIp = new ConcurrentHashMap<>();

    ConnectionCounts(int max, int maxPerIp) {
        this.max = max;
        this.maxPerIp = maxPerIp;
    }

    /** Counts a connection that was opened; returns why it must be closed again, null if it may stay. */
    @Nullable
    Refusal opened(InetAddress from) {
        int ofThisIp = perIp.merge(from, 1, Integer::sum);
        if (count.incrementAndGet() > max) {
            return Refusal.CONNECTIONS;
        }
        return ofThisIp > maxPerIp ? Refusal.CONNECTIONS_PER_IP : null;
    }

    /** Counts a connection that was closed, whether it was let stay or not. */
    void closed(InetAddress from) {
        count.decrementAndGet();
        perIp.computeIfPresent(from, (ip, open) -> open == 1 ? null : open - 1);
    }

    int count() {
        return count.get();
    }
}
