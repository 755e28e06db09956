package io.codecollab.server.transport;

import io.codecollab.server.http.HttpRoutes;
import io.codecollab.server.ops.Metrics;
import io.codecollab.server.ops.Refusal;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Every connection begins as HTTP.
 *
 * <pre>
 *   socket -> [TLS] -> HttpServerCodec -> RequestDeadline -> [compression] -> BodyLimit -> HttpObjectAggregator -> HttpConnection
 * </pre>
 *
 * One that asks for a WebSocket gets another pipeline, see {@link HttpConnection}.
 */
final class ConnectionInitializer extends ChannelInitializer<SocketChannel> {

    private static final byte[] SERVER_IS_FULL =
            "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 5\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private static final int COMPRESSION_LEVEL = 1; // of an encoder that is never used: frames come compressed

    /** A document's name of 256 characters may take 3 KiB when it is encoded, and a token in the query as much. */
    private static final int MAX_LINE_BYTES = 16 << 10;

    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final int MAX_CHUNK_BYTES = 8 << 10;

    private final TransportConfig config;
    private final @Nullable Tls tls;
    private final HttpRoutes routes;
    private final WebSocketRoutes webSockets;
    private final ChannelGroup connections;
    private final ConnectionCounts counts;
    private final Metrics metrics;

    ConnectionInitializer(
            TransportConfig config,
            @Nullable Tls tls,
            HttpRoutes routes,
            WebSocketRoutes webSockets,
            ChannelGroup connections,
            ConnectionCounts counts,
            Metrics metrics) {
        this.config = config;
        this.tls = tls;
        this.routes = routes;
        this.webSockets = webSockets;
        this.connections = connections;
        this.counts = counts;
        this.metrics = metrics;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        connections.add(channel);
        InetAddress from = channel.remoteAddress().getAddress();
        boolean isOfProxy = config.trustedProxies().contains(from);
        Refusal refusal = isOfProxy ? counts.openedByProxy() : counts.opened(from);
        channel.closeFuture().addListener(closed -> {
            if (isOfProxy) {
                counts.closedByProxy(); // for whom it spoke is counted in HttpConnection
            } else {
                counts.closed(from);
            }
        });
        if (refusal != null) {
            metrics.refused(refusal);
            channel.config().setAutoRead(false);
            var unused = channel.writeAndFlush(Unpooled.wrappedBuffer(SERVER_IS_FULL))
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        ChannelPipeline pipeline = channel.pipeline();
        if (tls != null) {
            pipeline.addLast(tls.newHandler(channel.alloc()));
        }
        pipeline.addLast(new HttpServerCodec(MAX_LINE_BYTES, MAX_HEADER_BYTES, MAX_CHUNK_BYTES));
        pipeline.addLast(new RequestDeadline(config.requestTimeoutMs()));
        if (config.compression()) {
            pipeline.addLast(new WebSocketServerExtensionHandler(deflate()));
        }
        pipeline.addLast(new BodyLimit(config.maxRequestBytes(), config.maxUploadBytes()));
        pipeline.addLast(new HttpObjectAggregator(config.maxUploadBytes()));
        pipeline.addLast(new HttpConnection(config, routes, webSockets, counts, metrics));
    }

    /** The client is asked to compress each message by itself, so that nothing has to be kept between two of them. */
    private PerMessageDeflateServerExtensionHandshaker deflate() {
        return new PerMessageDeflateServerExtensionHandshaker(
                COMPRESSION_LEVEL,
                false,
                PerMessageDeflateServerExtensionHandshaker.MAX_WINDOW_SIZE,
                true,
                true,
                config.maxFrameBytes());
    }
}
