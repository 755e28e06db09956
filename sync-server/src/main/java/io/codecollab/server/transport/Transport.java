package io.codecollab.server.transport;

import io.codecollab.server.document.CloseReason;
import io.codecollab.server.http.HttpRoutes;
import io.codecollab.server.ops.Metrics;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One port for HTTP and WebSocket. Thread-safe.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what is closing is waited for as a group, with a deadline
public final class Transport implements AutoCloseable {

    private static final int BACKLOG = 4_096;
    private static final long TLS_CHECK_INTERVAL_MS = 5_000;
    private static final int HANG_UP_STEP_MS = 50;
    private static final int MIN_HANG_UPS_PER_STEP = 10;

    private final TransportConfig config;
    private final HttpRoutes routes;
    private final WebSocketRoutes webSockets;
    private final Metrics metrics;
    private final EventLoops eventLoops;
    private volatile @Nullable Tls tls;
    private final ConnectionCounts counts;
    private final ChannelGroup listeners = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    /** @param eventLoops where it works; ended by whoever made them */
    public Transport(
            TransportConfig config,
            EventLoops eventLoops,
            HttpRoutes routes,
            WebSocketRoutes webSockets,
            Metrics metrics) {
        this.config = config;
        this.eventLoops = eventLoops;
        this.counts = new ConnectionCounts(config.maxConnections(), config.maxConnectionsPerIp());
        this.routes = routes;
        this.webSockets = webSockets;
        this.metrics = metrics;
    }

    /**
     * Begins to listen.
     *
     * @return where, with the port that was chosen
     * @throws IOException if the address cannot be listened on, or there is no TLS with those files; the message is fit for
     *     whoever configured it
     */
    public InetSocketAddress listen() throws IOException {
        if (config.tls().isPresent()) {
            tls = new Tls(config.tls().get(), TLS_CHECK_INTERVAL_MS);
        }
        ConnectionInitializer initializer =
                new ConnectionInitializer(config, tls, routes, webSockets, connections, counts, metrics);
        ChannelFuture bound = new ServerBootstrap()
                .group(eventLoops.group())
                .channel(eventLoops.io().serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(initializer)
                .bind(config.host(), config.port())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + config.host() + ":" + config.port() + ": "
                            + bound.cause().getMessage(),
                    bound.cause());
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
     * Listens no more, tells every client to come back later and hangs up, on many clients little by little so that they do not
     * come back all at once. What was received before is still worked on: call {@link #close} when it is done.
     *
     * @param timeoutMs how long it may take altogether
     */
    public void hangUp(long timeoutMs) throws InterruptedException {
        listeners.close().await(timeoutMs);
        List<Channel> left = new ArrayList<>(connections);
        int perStep = Math.max(MIN_HANG_UPS_PER_STEP, (int) (left.size() * 2L * HANG_UP_STEP_MS / timeoutMs));
        for (int i = 0; i < left.size(); i++) {
            if (i > 0 && i % perStep == 0) {
                Thread.sleep(HANG_UP_STEP_MS);
            }
            hangUp(left.get(i));
        }
        connections.newCloseFuture().await(timeoutMs / 2);
        connections.close().await(timeoutMs / 2);
    }

    private static void hangUp(Channel connection) {
        FrameHandler frames = connection.pipeline().get(FrameHandler.class);
        if (frames == null) {
            connection.close();
        } else {
            frames.socket().close(CloseReason.RESTARTING);
        }
    }

    /** Ends all connections. */
    @Override
    public void close() {
        if (tls != null) {
            tls.close();
        }
        listeners.close();
        connections.close();
    }
}
