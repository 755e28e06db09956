package io.codecollab.server.relay;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;
import io.lettuce.core.resource.ClientResources;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * A line of two connections, one to publish and one to hear. On a cluster whose servers can, by sharded pub/sub: a message then
 * burdens one shard rather than all.
 */
final class RedisLine implements Line {

    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    /** Since when Redis has sharded pub/sub. */
    private static final int SHARDING_VERSION = 7;

    private static final int MAX_WAITING_COMMANDS = 1 << 16;

    private final AbstractRedisClient client;
    private final Listener listener;
    private final boolean sharded;
    private final BiFunction<String, byte[], CompletionStage<?>> publish;
    private final Supplier<CompletionStage<?>> ping;
    private final RedisPubSubAsyncCommands<String, byte[]> channels;

    private RedisLine(
            AbstractRedisClient client,
            Listener listener,
            boolean sharded,
            BiFunction<String, byte[], CompletionStage<?>> publish,
            Supplier<CompletionStage<?>> ping,
            StatefulRedisPubSubConnection<String, byte[]> hearing) {
        this.client = client;
        this.listener = listener;
        this.sharded = sharded;
        this.publish = publish;
        this.ping = ping;
        this.channels = hearing.async();
        hearing.addListener(new Ear());
        client.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
                listener.broken(RedisLine.this);
            }
        });
    }

    /**
     * Connects, to a cluster if it turns out to be one. Waits.
     *
     * @throws RuntimeException if that fails; nothing is left open
     */
    static RedisLine connect(RedisUrl url, ClientResources resources, Listener listener) {
        if (url.namesCluster()) {
            return toCluster(url, resources, listener);
        }
        RedisClient client = RedisClient.create(resources, url.nodes().get(0));
        try {
            client.setOptions(options(ClientOptions.builder()).build());
            StatefulRedisConnection<String, byte[]> saying = client.connect(CODEC);
            if (isCluster(saying)) {
                close(client);
                return toCluster(url, resources, listener);
            }
            StatefulRedisPubSubConnection<String, byte[]> hearing = client.connectPubSub(CODEC);
            RedisAsyncCommands<String, byte[]> commands = saying.async();
            return new RedisLine(client, listener, false, commands::publish, commands::ping, hearing);
        } catch (RuntimeException e) {
            close(client);
            throw e;
        }
    }

    private static RedisLine toCluster(RedisUrl url, ClientResources resources, Listener listener) {
        RedisClusterClient client = RedisClusterClient.create(resources, url.nodes());
        try {
            client.setOptions((ClusterClientOptions)
                    options(ClusterClientOptions.builder()).build());
            StatefulRedisClusterConnection<String, byte[]> saying = client.connect(CODEC);
            boolean sharded = versionOf(saying.sync().info("server")) >= SHARDING_VERSION;
            var commands = saying.async();
            return new RedisLine(
                    client,
                    listener,
                    sharded,
                    sharded ? commands::spublish : commands::publish,
                    commands::ping,
                    client.connectPubSub(CODEC));
        } catch (RuntimeException e) {
            close(client);
            throw e;
        }
    }

    /** A broken connection is not mended, so that nobody has to know which part of it was lost. */
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
    static int versionOf(String info) {
        for (String line : info.split("\r?\n", -1)) {
            if (line.startsWith("redis_version:")) {
                return Integer.parseInt(line.substring(line.indexOf(':') + 1).split("\\.", 2)[0]);
            }
        }
        return 0;
    }

    @Override
    public CompletionStage<?> publish(String channel, byte[] message) {
        return publish.apply(channel, message);
    }

    @Override
    public CompletionStage<?> subscribe(Collection<String> names) {
        if (!sharded) {
            return channels.subscribe(names.toArray(String[]::new));
        }
        CompletableFuture<?>[] each = names.stream() // each shard is told of its own
                .map(name -> channels.ssubscribe(name).toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(each);
    }

    @Override
    public CompletionStage<?> unsubscribe(String channel) {
        return sharded ? channels.sunsubscribe(channel) : channels.unsubscribe(channel);
    }

    @Override
    public CompletionStage<?> ping() {
        return CompletableFuture.allOf(
                ping.get().toCompletableFuture(), channels.ping().toCompletableFuture());
    }

    @Override
    public void close() {
        close(client);
    }

    private static void close(AbstractRedisClient client) {
        var unused = client.shutdownAsync(0, 2, TimeUnit.SECONDS);
    }

    /** What Redis says on its own. */
    private final class Ear extends RedisPubSubAdapter<String, byte[]> {

        @Override
        public void message(String channel, byte[] message) {
            listener.message(channel, message);
        }

        @Override
        public void smessage(String channel, byte[] message) {
            listener.message(channel, message);
        }

        @Override
        public void subscribed(String channel, long count) {
            listener.subscribed(RedisLine.this, channel);
        }

        @Override
        public void ssubscribed(String channel, long count) {
            listener.subscribed(RedisLine.this, channel);
        }

        /** A shard that moves takes its channels with it. */
        @Override
        public void sunsubscribed(String channel, long count) {
            listener.unsubscribed(RedisLine.this, channel);
        }
    }
}
