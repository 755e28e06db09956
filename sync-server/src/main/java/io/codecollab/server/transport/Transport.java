package io.codecollab.server.transport;

import io.codecollab.server.document.CloseReason;
import io.codecollab.server.http.HttpRoutes;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
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

    private static final int BACKLOG = 1024;

    private final TransportConfig config;
    private final ConnectionInitializer initializer;
    private final EventLoopGroup acceptors = eventLoops(1, "accept");
    private final EventLoopGroup eventLoops = eventLoops(0, "io");
    private final ChannelGroup listeners = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    public Transport(TransportConfig config, HttpRoutes routes, SessionOpener sessions) {
        this.config = config;
        this.initializer = new ConnectionInitializer(config, routes, sessions, connections);
    }

    /**
     * Begins to listen.
     *
     * @return where, with the port that was chosen
     * @throws IOException if the address cannot be listened on
     */
    public InetSocketAddress listen() throws IOException {
        ChannelFuture bound = new ServerBootstrap()
                .group(acceptors, eventLoops)
                .channel(NioServerSocketChannel.class)
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

    /** Name of the way bytes reach the kernel, for people to read. */
    public String kind() {
        return "nio";
    }

    /**
     * Listens no more, tells every client to come back later and hangs up.
     *
     * @param timeoutMs how long clients have to take what was sent to them before
     */
    public void drain(long timeoutMs) throws InterruptedException {
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
        close();
        eventLoops.terminationFuture().await(timeoutMs);
    }

    /** Ends all connections and threads at once. */
    @Override
    public void close() {
        listeners.close();
        connections.close();
        acceptors.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private static EventLoopGroup eventLoops(int threads, String role) {
        return new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("codecollab-" + role), NioIoHandler.newFactory());
    }
}
