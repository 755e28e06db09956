package io.codecollab.server.transport;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;

/** Takes large request bodies where updates are uploaded, and small ones elsewhere. Event loop only. */
final class BodyLimit extends ChannelInboundHandlerAdapter {

    private static final String UPLOAD_SUFFIX = "/update";

    private final int maxRequestBytes;
    private final int maxUploadBytes;
    private long bytesLeft;

    BodyLimit(int maxRequestBytes, int maxUploadBytes) {
        this.maxRequestBytes = maxRequestBytes;
        this.maxUploadBytes = maxUploadBytes;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof HttpRequest request) {
            String path = request.uri().replaceFirst("\\?.*$", "");
            bytesLeft = path.endsWith(UPLOAD_SUFFIX) ? maxUploadBytes : maxRequestBytes;
        }
        if (message instanceof HttpContent content) {
            bytesLeft -= content.content().readableBytes();
            if (bytesLeft < 0) {
                ReferenceCountUtil.release(message);
                refuse(context);
                return;
            }
        }
        super.channelRead(context, message);
    }

    private static void refuse(ChannelHandlerContext context) {
        context.channel().config().setAutoRead(false);
        var unused = context.writeAndFlush(
                        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE))
                .addListener(ChannelFutureListener.CLOSE);
    }
}
