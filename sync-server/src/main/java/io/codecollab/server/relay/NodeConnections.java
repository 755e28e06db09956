package io.codecollab.server.relay;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.cluster.RedisClusterClient;
import java.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections to single nodes of a cluster that a line makes, as need be. Those of the line before may still be closing.
 * Thread-safe.
 */
final class NodeConnections implements RedisConnectionStateListener, AutoCloseable {

    private final RedisClusterClient client;
    private final Set<RedisChannelHandler<?, ?>> open = ConcurrentHashMap.newKeySet();
    private volatile Runnable onLost = () -> {};
    private volatile boolean lost;

    /** Counts connections that are made from now on. */
    NodeConnections(RedisClusterClient client) {
        this.client = client;
        client.addListener(this);
    }

    /** Runs a task whenever one of them is lost, at once if one was. */
    void onLost(Runnable task) {
        onLost = task;
        if (lost) {
            task.run();
        }
    }

    @Override
    public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
        open.add(connection);
    }

    @Override
    public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
        if (open.remove(connection)) {
            lost = true;
            onLost.run();
        }
    }

    @Override
    public void close() {
        client.removeListener(this);
    }
}
