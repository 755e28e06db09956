package io.codecollab.server.transport;

import io.codecollab.server.auth.TokenSources;
import io.codecollab.server.http.Cors;
import io.codecollab.server.http.Headers;
import io.codecollab.server.http.HttpReply;
import io.codecollab.server.http.HttpRequest;
import io.codecollab.server.http.HttpRoutes;
import io.codecollab.server.http.Problem;
import io.codecollab.server.http.Target;
import io.codecollab.server.ops.Metrics;
import io.codecollab.server.ops.Refusal;
import io.codecollab.server.session.Connection;
import io.codecollab.server.session.Conversation;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionEncoder;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection as long as it speaks HTTP: answers requests, and turns into a WebSocket when it is asked to, see {@link FrameHandler}.
 * Event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, and nobody waits for that
final class HttpConnection extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger log = LoggerFactory.getLogger(HttpConnection.class);

    private static final String API = "/api/";

    private static final int BODY_PIECE_BYTES = 64 << 10;

    private final TransportConfig config;
    private final HttpRoutes routes;
    private final WebSocketRoutes webSockets;
    private final ConnectionCounts counts;
    private final Cors cors;
    private final Metrics metrics;
    private boolean answering;

    HttpConnection(
            TransportConfig config,
            HttpRoutes routes,
            WebSocketRoutes webSockets,
            ConnectionCounts counts,
            Metrics metrics) {
        this.config = config;
        this.routes = routes;
        this.webSockets = webSockets;
        this.counts = counts;
        this.cors = new Cors(config.allowedOrigins());
        this.metrics = metrics;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            refuse(context, request, Malformed.status(request), "not an HTTP request that is taken here");
            return;
        }
        Target target;
        try {
            target = Target.parse(request.uri());
        } catch (IllegalArgumentException e) {
            refuse(context, request, 400, String.valueOf(e.getMessage()));
            return;
        }
        if (request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && request.method().equals(HttpMethod.GET)) {
            upgrade(context, request, target);
        } else {
            answerLater(context, request, target);
        }
    }

    private void answerLater(ChannelHandlerContext context, FullHttpRequest request, Target target) {
        if (answering) {
            context.close(); // no client in use asks again before it has its answer
            return;
        }
        answering = true;
        HttpRequest asked = asked(context, request, target);
        // the next request of this connection is read when this one is answered
        context.channel().config().setAutoRead(false);
        CompletionStage<HttpReply> reply = cors.answer(asked)
                .<CompletionStage<HttpReply>>map(CompletableFuture::completedFuture)
                .orElseGet(() -> routes.answer(asked));
        request.retain();
        reply.whenComplete((answer, failure) -> context.executor().execute(() -> {
            if (failure != null) {
                log.error("Could not answer {} {}", asked.method(), target.rawPath(), failure);
            }
            HttpReply known = failure == null ? answer : HttpReply.error(500, "internal error");
            answer(context, request, cors.readable(asked, known));
            request.release();
            answering = false;
            context.channel().config().setAutoRead(true);
        }));
    }

    private HttpRequest asked(ChannelHandlerContext context, FullHttpRequest request, Target target) {
        Headers headers = new Headers(request.headers().entries());
        return new HttpRequest(
                request.method().name(),
                target,
                headers,
                config.trustedProxies().client(peer(context), headers),
                isSecure(context, request),
                ByteBufUtil.getBytes(request.content()),
                context.executor());
    }

    private static InetAddress peer(ChannelHandlerContext context) {
        return ((InetSocketAddress) context.channel().remoteAddress()).getAddress();
    }

    private boolean isSecure(ChannelHandlerContext context, FullHttpRequest request) {
        return context.pipeline().get(SslHandler.class) != null
                || (config.trustedProxies().contains(peer(context))
                        && request.headers().contains("x-forwarded-proto", "https", true));
    }

    /** Connections of proxies are counted for whom they speak for, once they are WebSockets: others are shared by many. */
    private boolean isOneTooMany(ChannelHandlerContext context, FullHttpRequest request) {
        if (!config.trustedProxies().contains(peer(context))) {
            return false;
        }
        InetAddress client = config.trustedProxies()
                .client(peer(context), new Headers(request.headers().entries()));
        Refusal refusal = counts.openedFrom(client);
        context.channel().closeFuture().addListener(closed -> counts.closedFrom(client));
        if (refusal != null) {
            metrics.refused(refusal);
        }
        return refusal != null;
    }

    private void upgrade(ChannelHandlerContext context, FullHttpRequest request, Target target) {
        if (!config.allowedOrigins()
                .allow(
                        request.headers().get(HttpHeaderNames.ORIGIN),
                        request.headers().get(HttpHeaderNames.HOST))) {
            metrics.refused(Refusal.ORIGIN);
            log.warn(
                    "Refused a page of another site, origin={}",
                    request.headers().get(HttpHeaderNames.ORIGIN));
            answer(context, request, HttpReply.error(403, "pages of this site may not connect, see --allowed-origins"));
            return;
        }
        Optional<Function<Connection, Conversation>> conversation;
        try {
            conversation = webSockets.find(target.path());
        } catch (IllegalArgumentException e) {
            metrics.refused(Refusal.NAME);
            answer(context, request, HttpReply.error(400, String.valueOf(e.getMessage())));
            return;
        }
        if (conversation.isEmpty()) {
            answer(context, request, HttpReply.error(404, "no WebSocket here"));
            return;
        }
        String token;
        try {
            token = tokenOf(request, target);
        } catch (IllegalArgumentException e) {
            answer(context, request, HttpReply.error(400, String.valueOf(e.getMessage())));
            return;
        }
        if (isOneTooMany(context, request)) {
            answer(
                    context,
                    request,
                    HttpReply.error(503, "too many connections from this address")
                            .with("retry-after", "5"));
            return;
        }
        shakeHands(context, request, token, conversation.get());
    }

    private static String tokenOf(FullHttpRequest request, Target target) {
        return TokenSources.firstOf(
                TokenSources.ofAuthorization(request.headers().get(HttpHeaderNames.AUTHORIZATION, "")),
                TokenSources.ofSubprotocols(subprotocols(request)),
                target.query("token").orElse(""));
    }

    private static List<String> subprotocols(FullHttpRequest request) {
        return request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).stream()
                .flatMap(line -> Stream.of(line.split(",", -1)))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private void shakeHands(
            ChannelHandlerContext context,
            FullHttpRequest request,
            String token,
            Function<Connection, Conversation> conversation) {
        WebSocketServerHandshaker handshaker = handshakers(request).newHandshaker(request);
        if (handshaker == null) {
            WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(context.channel());
            return;
        }
        try {
            handshaker.handshake(context.channel(), request).addListener(done -> {
                if (done.isSuccess()) {
                    becomeWebSocket(context, token, conversation);
                } else {
                    context.close();
                }
            });
        } catch (WebSocketHandshakeException e) {
            answer(context, request, HttpReply.error(400, String.valueOf(e.getMessage())));
        }
    }

    private void becomeWebSocket(
            ChannelHandlerContext context, String token, Function<Connection, Conversation> conversation) {
        boolean deflates = context.pipeline().get(WebSocketExtensionEncoder.class) != null;
        ClientSocket socket = new ClientSocket(context.channel(), metrics, deflates, token);
        context.pipeline().remove(RequestDeadline.class);
        context.pipeline().remove(BodyLimit.class);
        context.pipeline().addLast(new WebSocketFrameAggregator(config.maxFrameBytes()));
        context.pipeline().addLast(new FrameHandler(config, socket, conversation.apply(socket), metrics));
        context.pipeline().remove(this);
    }

    private WebSocketServerHandshakerFactory handshakers(FullHttpRequest request) {
        String url = "ws://" + request.headers().get(HttpHeaderNames.HOST, config.host()) + request.uri();
        WebSocketDecoderConfig decoder = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(config.maxFrameBytes())
                .allowExtensions(config.compression())
                .closeOnProtocolViolation(false) // FrameHandler does, and says why
                .build();
        String subprotocol = TokenSources.chosenSubprotocol(subprotocols(request));
        return new WebSocketServerHandshakerFactory(url, subprotocol.isEmpty() ? null : subprotocol, decoder);
    }

    /** Says no, as those who ask the API expect it, and as people read it elsewhere. */
    private void refuse(ChannelHandlerContext context, FullHttpRequest request, int status, String why) {
        boolean isApi = request.uri().startsWith(API);
        answer(context, request, isApi ? new Problem(status, "", why).reply() : HttpReply.error(status, why));
    }

    private void answer(ChannelHandlerContext context, FullHttpRequest request, HttpReply reply) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.status()));
        if (!reply.contentType().isEmpty()) {
            head.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, reply.contentType())
                    .set(HttpHeaderNames.CONTENT_LENGTH, reply.body().length);
        }
        head.headers().set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_CACHE);
        SecurityHeaders.add(head.headers(), reply.contentType(), isSecure(context, request));
        reply.headers().forEach(head.headers()::set);
        boolean keepAlive =
                HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
        HttpUtil.setKeepAlive(head, keepAlive);
        context.write(head);
        if (!request.method().equals(HttpMethod.HEAD)) {
            writeBody(context, reply.body());
        }
        context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
                .addListener(keepAlive ? ChannelFutureListener.CLOSE_ON_FAILURE : ChannelFutureListener.CLOSE);
    }

    /** In pieces, so that it is seen whether the client takes them, see {@link RequestDeadline}. */
    private static void writeBody(ChannelHandlerContext context, byte[] body) {
        for (int from = 0; from < body.length; from += BODY_PIECE_BYTES) {
            int length = Math.min(BODY_PIECE_BYTES, body.length - from);
            context.write(new DefaultHttpContent(Unpooled.wrappedBuffer(body, from, length)));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.debug("Closed an HTTP connection, remote={}", context.channel().remoteAddress(), cause);
        context.close();
    }
}
