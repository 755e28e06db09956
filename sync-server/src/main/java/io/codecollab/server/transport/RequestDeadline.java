package io.codecollab.server.transport;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection that has not asked for anything, whole and in time, since it was opened or has its last answer. A byte now
 * and then does not help: it is the request that counts. Who is being answered has as long as it takes, as long as it takes
 * some of the answer. Event loop only.
 */
final class RequestDeadline extends ChannelDuplexHandler {

    private final long timeoutMs;
    private @Nullable ScheduledFuture<?> deadline;

    /** Bytes of the answer past the water mark when it was last looked. */
    private long unreadBytes;

    RequestDeadline(long timeoutMs) {
        this.timeoutMs = timeoutMs;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        start(context, 0);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stop();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof LastHttpContent) {
            stop();
        }
        super.channelRead(context, message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (!(message instanceof LastHttpContent)) {
            super.write(context, message, promise);
            return;
        }
        start(context, Long.MAX_VALUE);
        ChannelPromise written = promise.unvoid();
        var unused = written.addListener(done -> {
            if (done.isSuccess() && deadline != null) {
                start(context, 0);
            }
        });
        super.write(context, message, written);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        stop();
        super.channelInactive(context);
    }

    private void start(ChannelHandlerContext context, long unreadBytesNow) {
        stop();
        unreadBytes = unreadBytesNow;
        deadline = context.executor().schedule(() -> look(context), timeoutMs, TimeUnit.MILLISECONDS);
    }

    private void look(ChannelHandlerContext context) {
        long left = context.channel().bytesBeforeWritable();
        if (left < unreadBytes) {
            start(context, left);
        } else {
            var unused = context.close();
        }
    }

    private void stop() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
