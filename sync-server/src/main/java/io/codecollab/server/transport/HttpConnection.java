package io.codecollab.server.transport;

import io.codecollab.server.document.DocumentName;
import io.codecollab.server.http.HttpReply;
import io.codecollab.server.http.HttpRoutes;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection as long as it speaks HTTP: answers requests, and turns into a WebSocket when it is asked to, see {@link FrameHandler}.
 * Event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, and nobody waits for that
final class HttpConnection extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger log = LoggerFactory.getLogger(HttpConnection.class);

    /** What follows it names the document. */
    private static final String WEBSOCKET_PATH = "/ws/";

    /** Browsers hang up unless one of the subprotocols they offer is taken; to this server they mean nothing. */
    private static final String ANY_SUBPROTOCOL = "*";

    private final TransportConfig config;
    private final HttpRoutes routes;
    private final SessionOpener sessions;

    HttpConnection(TransportConfig config, HttpRoutes routes, SessionOpener sessions) {
        this.config = config;
        this.routes = routes;
        this.sessions = sessions;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            answer(context, request, HttpReply.error(400, "not an HTTP request"));
            return;
        }
        String path;
        try {
            path = new QueryStringDecoder(request.uri()).path();
        } catch (IllegalArgumentException e) {
            answer(context, request, HttpReply.error(400, "the path cannot be decoded"));
            return;
        }
        if (path.startsWith(WEBSOCKET_PATH)) {
            upgrade(context, request, path.substring(WEBSOCKET_PATH.length()));
        } else {
            answer(context, request, routes.answer(request.method().name(), path));
        }
    }

    private void upgrade(ChannelHandlerContext context, FullHttpRequest request, String name) {
        if (!request.method().equals(HttpMethod.GET)
                || !request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
            answer(context, request, HttpReply.error(426, "connect with a WebSocket"));
            return;
        }
        DocumentName document;
        try {
            document = new DocumentName(name);
        } catch (IllegalArgumentException e) {
            answer(context, request, HttpReply.error(400, String.valueOf(e.getMessage())));
            return;
        }
        WebSocketServerHandshaker handshaker = handshakers(request).newHandshaker(request);
        if (handshaker == null) {
            WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(context.channel());
            return;
        }
        try {
            handshaker.handshake(context.channel(), request).addListener(done -> {
                if (done.isSuccess()) {
                    becomeWebSocket(context, document);
                } else {
                    context.close();
                }
            });
        } catch (WebSocketHandshakeException e) {
            answer(context, request, HttpReply.error(400, String.valueOf(e.getMessage())));
        }
    }

    private void becomeWebSocket(ChannelHandlerContext context, DocumentName document) {
        ClientSocket socket = new ClientSocket(context.channel());
        context.pipeline().remove(ConnectionInitializer.REQUEST_TIMEOUT);
        context.pipeline().addLast(new WebSocketFrameAggregator(config.maxFrameBytes()));
        context.pipeline().addLast(new FrameHandler(config, socket, sessions.open(document, socket)));
        context.pipeline().remove(this);
    }

    private WebSocketServerHandshakerFactory handshakers(FullHttpRequest request) {
        String url = "ws://" + request.headers().get(HttpHeaderNames.HOST, config.host()) + request.uri();
        WebSocketDecoderConfig decoder = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(config.maxFrameBytes())
                .closeOnProtocolViolation(false) // FrameHandler does, and says why
                .build();
        return new WebSocketServerHandshakerFactory(url, ANY_SUBPROTOCOL, decoder);
    }

    private static void answer(ChannelHandlerContext context, FullHttpRequest request, HttpReply reply) {
        boolean head = request.method().equals(HttpMethod.HEAD);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(reply.status()),
                head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(reply.body()));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, reply.contentType())
                .set(HttpHeaderNames.CONTENT_LENGTH, reply.body().length)
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_CACHE)
                .set("x-content-type-options", "nosniff")
                .set(
                        HttpHeaderNames.CONTENT_SECURITY_POLICY,
                        "default-src 'self'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'");
        boolean keepAlive =
                HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
        HttpUtil.setKeepAlive(response, keepAlive);
        context.writeAndFlush(response)
                .addListener(keepAlive ? ChannelFutureListener.CLOSE_ON_FAILURE : ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.debug("Closed an HTTP connection, remote={}", context.channel().remoteAddress(), cause);
        context.close();
    }
}
