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
        Refusal perAddress = openedFrom(from);
        Refusal altogether = openedByProxy();
        return altogether == null ? perAddress : altogether;
    }

    /** Counts a connection that was closed, whether it was let stay or not. */
    void closed(InetAddress from) {
        closedByProxy();
        closedFrom(from);
    }

    /** Counts a connection that was opened on behalf of somebody else, of no address yet. */
    @Nullable
    Refusal openedByProxy() {
        return count.incrementAndGet() > max ? Refusal.CONNECTIONS : null;
    }

    /** Counts a connection that was closed, of no address. */
    void closedByProxy() {
        count.decrementAndGet();
    }

    /** Counts a connection as one of an address; returns why it must be closed again, null if it may stay. */
    @Nullable
    Refusal openedFrom(InetAddress address) {
        return perIp.merge(address, 1, Integer::sum) > maxPerIp ? Refusal.CONNECTIONS_PER_IP : null;
    }

    /** Counts the end of a connection of an address, whether it was let stay or not. */
    void closedFrom(InetAddress address) {
        perIp.computeIfPresent(address, (ip, open) -> open == 1 ? null : open - 1);
    }

    int count() {
        return count.get();
    }
}
