package io.codecollab.server.relay;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A line of two connections, one to say things and one to hear them. */
final class RedisLine implements Line {

    private final Listener listener;
    private final StatefulConnection<String, byte[]> saying;
    private final StatefulRedisPubSubConnection<String, byte[]> hearing;
    private final RedisClusterAsyncCommands<String, byte[]> commands;
    private final RedisPubSubAsyncCommands<String, byte[]> channels;
    private final boolean sharded;
    private final @Nullable NodeConnections nodes;

    private RedisLine(
            Listener listener,
            StatefulConnection<String, byte[]> saying,
            RedisClusterAsyncCommands<String, byte[]> commands,
            StatefulRedisPubSubConnection<String, byte[]> hearing,
            boolean sharded,
            @Nullable NodeConnections nodes) {
        this.listener = listener;
        this.nodes = nodes;
        this.saying = saying;
        this.hearing = hearing;
        this.commands = commands;
        this.channels = hearing.async();
        this.sharded = sharded;
        hearing.addListener(new Ear());
        RedisConnectionStateListener watch = new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
                listener.broken(RedisLine.this, hungUp());
            }
        };
        saying.addListener(watch);
        hearing.addListener(watch);
        if (!saying.isOpen() || !hearing.isOpen()) {
            listener.broken(this, hungUp()); // before anybody watched
        }
    }

    private static RedisException hungUp() {
        return new RedisException("it hung up");
    }

    /** A line to one server. */
    static RedisLine toServer(
            Listener listener,
            StatefulRedisConnection<String, byte[]> saying,
            StatefulRedisPubSubConnection<String, byte[]> hearing) {
        RedisAsyncCommands<String, byte[]> commands = saying.async();
        return new RedisLine(listener, saying, commands, hearing, false, null);
    }

    /**
     * A line to a cluster.
     *
     * @param nodes of which none may be lost
     * @param sharded whether its servers have sharded pub/sub: a message then burdens one shard rather than all
     */
    static RedisLine toCluster(
            Listener listener,
            StatefulRedisClusterConnection<String, byte[]> saying,
            StatefulRedisPubSubConnection<String, byte[]> hearing,
            boolean sharded,
            NodeConnections nodes) {
        RedisLine line = new RedisLine(listener, saying, saying.async(), hearing, sharded, nodes);
        nodes.onLost(() -> listener.broken(line, hungUp()));
        return line;
    }

    @Override
    public CompletionStage<?> publish(String channel, byte[] message) {
        CompletionStage<?> taken = sharded ? commands.spublish(channel, message) : commands.publish(channel, message);
        return taken.whenComplete((receivers, failure) -> {
            if (failure instanceof RedisCommandTimeoutException) { // one server of a cluster, perhaps
                listener.broken(this, failure);
            }
        });
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
        return CompletableFuture.allOf(answered(commands.ping()), answered(channels.ping()));
    }

    /** An error is an answer as well: not everybody may ping. */
    private static CompletableFuture<?> answered(CompletionStage<String> answer) {
        return answer.handle((pong, failure) -> {
                    if (failure == null || failure instanceof RedisCommandExecutionException) {
                        return true;
                    }
                    throw new CompletionException(failure);
                })
                .toCompletableFuture();
    }

    @Override
    public void close() {
        if (nodes != null) {
            nodes.close();
        }
        drop(saying);
        drop(hearing);
    }

    /** Closes a connection without waiting for it. */
    static void drop(StatefulConnection<?, ?> connection) {
        var unused = connection.closeAsync();
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
