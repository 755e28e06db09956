package io.codecollab.server.relay;

import io.codecollab.server.transport.EventLoops;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes lines to a server, or to a cluster if it turns out to be one. One thread at a time. */
final class RedisClients implements AutoCloseable {

    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    /** Since when Redis has sharded pub/sub. */
    private static final int SHARDING_VERSION = 7;

    private static final int MAX_WAITING_COMMANDS = 1 << 16;

    private final RedisUrl url;
    private final ClientResources resources;
    private final RedisClient client;
    private @Nullable RedisClusterClient cluster;

    RedisClients(RedisUrl url, EventLoops eventLoops) {
        this.url = url;
        this.resources = DefaultClientResources.builder()
                .eventLoopGroupProvider(SharedEventLoops.of(eventLoops))
                .computationThreadPoolSize(2)
                .build();
        this.client = RedisClient.create(resources, url.nodes().get(0));
        client.setOptions(options(ClientOptions.builder()).build());
    }

    /**
     * Connects. Waits.
     *
     * @throws RuntimeException if that fails; nothing is left open
     */
    Line connect(Line.Listener listener) {
        if (cluster != null || url.namesCluster()) {
            return connectToCluster(listener);
        }
        StatefulRedisConnection<String, byte[]> saying = client.connect(CODEC);
        try {
            if (!isCluster(saying)) {
                return RedisLine.toServer(listener, saying, client.connectPubSub(CODEC));
            }
        } catch (RuntimeException e) {
            RedisLine.drop(saying);
            throw e;
        }
        RedisLine.drop(saying);
        return connectToCluster(listener);
    }

    private Line connectToCluster(Line.Listener listener) {
        RedisClusterClient known = cluster;
        if (known == null) {
            known = RedisClusterClient.create(resources, url.nodes());
            ClusterClientOptions.Builder options = ClusterClientOptions.builder();
            // connections to nodes are made when they are first used, and what is asked of them waits until then
            options(options).disconnectedBehavior(ClientOptions.DisconnectedBehavior.ACCEPT_COMMANDS);
            known.setOptions(options.build());
            cluster = known;
        }
        known.refreshPartitions();
        NodeConnections nodes = new NodeConnections(known);
        try {
            return connectToCluster(listener, known, nodes);
        } catch (RuntimeException e) {
            nodes.close();
            throw e;
        }
    }

    private static Line connectToCluster(Line.Listener listener, RedisClusterClient client, NodeConnections nodes) {
        StatefulRedisClusterConnection<String, byte[]> saying = client.connect(CODEC);
        try {
            boolean sharded = versionOf(saying.sync().info("server")) >= SHARDING_VERSION;
            return RedisLine.toCluster(listener, saying, client.connectPubSub(CODEC), sharded, nodes);
        } catch (RuntimeException e) {
            RedisLine.drop(saying);
            throw e;
        }
    }

    /** A broken connection is not mended, so that nobody has to know which part of a line was lost. */
    private static ClientOptions.Builder options(ClientOptions.Builder builder) {
        return builder.autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(MAX_WAITING_COMMANDS)
                .timeoutOptions(TimeoutOptions.enabled(RedisUrl.TIMEOUT))
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(RedisUrl.TIMEOUT)
                        .keepAlive(true)
                        .tcpNoDelay(true)
                        .build());
    }

    /** Who is not allowed to ask is taken for one that is on no cluster. */
    private static boolean isCluster(StatefulRedisConnection<String, byte[]> connection) {
        try {
            return connection.sync().info("cluster").contains("cluster_enabled:1");
        } catch (RedisCommandExecutionException e) {
            return false;
        }
    }

    /** The major version in the text of INFO. */
    private static int versionOf(String info) {
        for (String line : info.split("\r?\n", -1)) {
            if (line.startsWith("redis_version:")) {
                return Integer.parseInt(line.substring(line.indexOf(':') + 1).split("\\.", 2)[0]);
            }
        }
        return 0;
    }

    @Override
    public void close() {
        client.shutdown(0, 2, TimeUnit.SECONDS);
        if (cluster != null) {
            cluster.shutdown(0, 2, TimeUnit.SECONDS);
        }
        var unused = resources.shutdown(0, 2, TimeUnit.SECONDS);
    }
}
