package io.codecollab.server.transport;

import io.codecollab.server.http.HttpReply;
import io.codecollab.server.http.Problem;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.util.regex.Pattern;

/** Takes large request bodies where updates are uploaded and texts edited, and small ones elsewhere. Event loop only. */
final class BodyLimit extends ChannelInboundHandlerAdapter {

    private static final Pattern UPLOADS = Pattern.compile(".*/update|/api/v1/documents/[^/]+/(updates|text)");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private final int maxRequestBytes;
    private final int maxUploadBytes;
    private long bytesLeft;
    private boolean isApi;
    private boolean refused;

    BodyLimit(int maxRequestBytes, int maxUploadBytes) {
        this.maxRequestBytes = maxRequestBytes;
        this.maxUploadBytes = maxUploadBytes;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof HttpRequest request) {
            begin(request);
        }
        if (message instanceof HttpContent content) {
            bytesLeft -= content.content().readableBytes();
        }
        if (bytesLeft < 0) {
            ReferenceCountUtil.release(message);
            refuse(context);
        } else {
            super.channelRead(context, message);
        }
    }

    private void begin(HttpRequest request) {
        String path = request.uri().replaceFirst("\\?.*$", "");
        isApi = path.startsWith("/api/");
        bytesLeft = UPLOADS.matcher(path).matches() ? maxUploadBytes : maxRequestBytes;
        String announced = request.headers().get(HttpHeaderNames.CONTENT_LENGTH, "");
        if (NUMBER.matcher(announced).matches() && Long.parseLong(announced) > bytesLeft) {
            bytesLeft = -1; // it need not be sent first
        }
    }

    private void refuse(ChannelHandlerContext context) {
        if (refused) {
            return;
        }
        refused = true;
        context.channel().config().setAutoRead(false);
        HttpReply reply = isApi
                ? new Problem(413, "", "the body is larger than is taken here").reply()
                : new HttpReply(413, "", new byte[0]);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                Unpooled.wrappedBuffer(reply.body()));
        response.headers()
                .set(HttpHeaderNames.CONTENT_LENGTH, reply.body().length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (isApi) {
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, reply.contentType());
        }
        SecurityHeaders.add(response.headers(), reply.contentType(), false);
        var unused = context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}
