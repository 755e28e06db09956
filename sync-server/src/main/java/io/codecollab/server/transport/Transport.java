package io.codecollab.server.transport;

import io.codecollab.server.document.CloseReason;
import io.codecollab.server.http.HttpRoutes;
import io.codecollab.server.ops.Metrics;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * One port for HTTP and WebSocket. Thread-safe.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what is closing is waited for as a group, with a deadline
public final class Transport implements AutoCloseable {

    private static final int BACKLOG = 4_096;

    private final TransportConfig config;
    private final ConnectionInitializer initializer;
    private final EventLoopGroup eventLoops;
    private final ConnectionCounts counts;
    private final ChannelGroup listeners = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    public Transport(TransportConfig config, HttpRoutes routes, WebSocketRoutes webSockets, Metrics metrics) {
        this.config = config;
        this.counts = new ConnectionCounts(config.maxConnections(), config.maxConnectionsPerIp());
        this.initializer = new ConnectionInitializer(config, routes, webSockets, connections, counts, metrics);
        // as many threads as processors: documents are worked on here too, and nothing here waits
        this.eventLoops = new MultiThreadIoEventLoopGroup(
                Runtime.getRuntime().availableProcessors(),
                new DefaultThreadFactory("codecollab-io"),
                config.io().ioHandlers());
    }

    /**
     * Begins to listen.
     *
     * @return where, with the port that was chosen
     * @throws IOException if the address cannot be listened on
     */
    public InetSocketAddress listen() throws IOException {
        ChannelFuture bound = new ServerBootstrap()
                .group(eventLoops)
                .channel(config.io().serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(initializer)
                .bind(config.host(), config.port())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(bound.cause().getMessage(), bound.cause());
        }
        Channel listener = bound.channel();
        listeners.add(listener);
        return (InetSocketAddress) listener.localAddress();
    }

    /** How many connections are open, those that only ask for a page among them. */
    public int connectionCount() {
        return counts.count();
    }

    /**
     * Listens no more, tells every client to come back later and hangs up. What was received before is still worked on: call
     * {@link #close} when it is done.
     *
     * @param timeoutMs how long clients have to take what was sent to them before
     */
    public void hangUp(long timeoutMs) throws InterruptedException {
        listeners.close().await(timeoutMs);
        for (Channel connection : connections) {
            FrameHandler frames = connection.pipeline().get(FrameHandler.class);
            if (frames == null) {
                connection.close();
            } else {
                frames.socket().close(CloseReason.RESTARTING);
            }
        }
        connections.newCloseFuture().await(timeoutMs);
        connections.close().await(timeoutMs);
    }

    /** Ends all connections and threads. */
    @Override
    public void close() {
        listeners.close();
        connections.close();
        eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
