package io.codecollab.server.transport;

import io.codecollab.server.http.HttpRoutes;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.util.concurrent.TimeUnit;

/**
 * Every connection begins as HTTP.
 *
 * <pre>
 *   socket -> HttpServerCodec -> HttpObjectAggregator -> ReadTimeoutHandler -> HttpConnection
 * </pre>
 *
 * One that asks for a WebSocket gets another pipeline, see {@link HttpConnection}.
 */
final class ConnectionInitializer extends ChannelInitializer<SocketChannel> {

    static final String REQUEST_TIMEOUT = "request-timeout";

    private final TransportConfig config;
    private final HttpRoutes routes;
    private final SessionOpener sessions;
    private final ChannelGroup connections;

    ConnectionInitializer(TransportConfig config, HttpRoutes routes, SessionOpener sessions, ChannelGroup connections) {
        this.config = config;
        this.routes = routes;
        this.sessions = sessions;
        this.connections = connections;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        connections.add(channel);
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(new HttpServerCodec());
        pipeline.addLast(new HttpObjectAggregator(config.maxRequestBytes()));
        pipeline.addLast(REQUEST_TIMEOUT, new ReadTimeoutHandler(config.requestTimeoutMs(), TimeUnit.MILLISECONDS));
        pipeline.addLast(new HttpConnection(config, routes, sessions));
    }
}
