package io.codecollab.server.transport;

import io.codecollab.server.document.CloseReason;
import io.codecollab.server.ops.Drop;
import io.codecollab.server.ops.Metrics;
import io.codecollab.server.session.Conversation;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The incoming half of a client's WebSocket: whole messages for the conversation, no faster than allowed, and signs of life.
 * Event loop only.
 *
 * <p>y-websocket gives up when no frame came for 30 seconds and does not see pings, so a frame is sent when there was none for
 * a while. The server in turn gives up on a client that answers no pings.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, and nobody waits for that
final class FrameHandler extends SimpleChannelInboundHandler<WebSocketFrame> {

    private static final Logger log = LoggerFactory.getLogger(FrameHandler.class);

    /** How often in a keep-alive interval it is looked whether one is over. */
    private static final int TICKS_PER_KEEP_ALIVE = 5;

    /** A client that has so much to read and sends more is read when it has read. */
    private static final long MAX_UNREAD_BYTES = 1 << 20;

    private final ClientSocket socket;
    private final Conversation conversation;
    private final Metrics metrics;
    private final RateLimit messageRate;
    private final RateLimit byteRate;
    private final long keepAliveNs;
    private final long silenceTimeoutNs;

    private long lastHeardNs = System.nanoTime();
    private long lastPingNs = lastHeardNs;
    private boolean throttled;
    private boolean hasToRead;
    private @Nullable ScheduledFuture<?> ticks;

    FrameHandler(TransportConfig config, ClientSocket socket, Conversation conversation, Metrics metrics) {
        this.socket = socket;
        this.conversation = conversation;
        this.metrics = metrics;
        this.messageRate =
                new RateLimit(config.maxMessagesPerSecond(), 2.0 * config.maxMessagesPerSecond(), lastHeardNs);
        this.byteRate = new RateLimit(
                config.maxBytesPerSecond(), Math.max(config.maxBytesPerSecond(), config.maxFrameBytes()), lastHeardNs);
        this.keepAliveNs = TimeUnit.MILLISECONDS.toNanos(config.keepAliveMs());
        this.silenceTimeoutNs = TimeUnit.MILLISECONDS.toNanos(config.silenceTimeoutMs());
    }

    ClientSocket socket() {
        return socket;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        long intervalNs = keepAliveNs / TICKS_PER_KEEP_ALIVE;
        ticks = context.executor().scheduleAtFixedRate(this::tick, intervalNs, intervalNs, TimeUnit.NANOSECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        lastHeardNs = System.nanoTime();
        throttle(context, frame.content().readableBytes());
        if (frame instanceof CloseWebSocketFrame) {
            socket.closeAsAsked();
        } else if (socket.isClosing() || frame instanceof PongWebSocketFrame) {
            return;
        } else if (frame instanceof BinaryWebSocketFrame) {
            conversation.receive(ByteBufUtil.getBytes(frame.content()));
        } else if (frame instanceof TextWebSocketFrame text) {
            conversation.receiveText(text.text());
        } else if (frame instanceof PingWebSocketFrame) {
            context.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
        }
        if (!hasToRead && socket.unsentBytes() > MAX_UNREAD_BYTES && !socket.isWritable()) {
            hasToRead = true;
            socket.pauseReading();
        }
    }

    /** A client that sends faster than allowed is read later; nothing is lost. */
    private void throttle(ChannelHandlerContext context, int bytes) {
        metrics.received(bytes);
        long waitNs = Math.max(messageRate.take(1, lastHeardNs), byteRate.take(bytes, lastHeardNs));
        if (waitNs == 0 || throttled) {
            return;
        }
        throttled = true;
        metrics.throttled();
        log.info("Slowed down a client, remote={}", context.channel().remoteAddress());
        socket.pauseReading();
        resumeLater(context, waitNs);
    }

    /** What had been read already when reading was paused has made the wait longer. */
    private void resumeLater(ChannelHandlerContext context, long waitNs) {
        context.executor()
                .schedule(
                        () -> {
                            long now = System.nanoTime();
                            long longerNs = Math.max(messageRate.take(0, now), byteRate.take(0, now));
                            if (longerNs > 0) {
                                resumeLater(context, longerNs);
                            } else {
                                throttled = false;
                                socket.resumeReading();
                            }
                        },
                        waitNs,
                        TimeUnit.NANOSECONDS);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            if (hasToRead) {
                hasToRead = false;
                socket.resumeReading();
            }
            conversation.writable();
        }
    }

    private void tick() {
        long now = System.nanoTime();
        if (!socket.isReading()) {
            lastHeardNs = now; // it is us who do not listen
        }
        if (now - lastHeardNs >= silenceTimeoutNs) {
            conversation.close(CloseReason.SILENT);
            return;
        }
        if (now - lastHeardNs >= keepAliveNs && now - lastPingNs >= keepAliveNs) {
            lastPingNs = now;
            socket.ping();
        }
        if (now - socket.lastSentNs() >= keepAliveNs && socket.unsentBytes() == 0) {
            conversation.keepAlive();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (isTooLong(cause)) {
            metrics.dropped(Drop.LARGE_FRAME);
            refuse(context, CloseReason.TOO_LARGE, cause.toString());
        } else if (cause instanceof CorruptedWebSocketFrameException || isBadCompression(cause)) {
            metrics.dropped(Drop.MALFORMED_MESSAGE);
            refuse(context, CloseReason.MALFORMED, cause.toString());
        } else {
            log.debug("Connection lost, remote={}", context.channel().remoteAddress(), cause);
            socket.hangUp();
        }
    }

    private static boolean isTooLong(Throwable cause) {
        return cause instanceof TooLongFrameException
                || isBomb(cause)
                || (cause instanceof CorruptedWebSocketFrameException corrupted
                        && corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG));
    }

    /** What inflates past the largest message is no longer inflated; Netty has no type for that. */
    private static boolean isBomb(Throwable cause) {
        return cause instanceof DecompressionException
                && String.valueOf(cause.getMessage()).contains("reached maximum size");
    }

    private static boolean isBadCompression(Throwable cause) {
        return cause instanceof DecompressionException || cause.getCause() instanceof DecompressionException;
    }

    private void refuse(ChannelHandlerContext context, CloseReason reason, String why) {
        log.warn("Closed a connection, remote={}: {}", context.channel().remoteAddress(), why);
        conversation.close(reason);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (ticks != null) {
            ticks.cancel(false);
        }
        conversation.disconnected();
    }
}
