package io.codecollab.server.transport;

import io.codecollab.server.document.CloseReason;
import io.codecollab.server.ops.Metrics;
import io.codecollab.server.protocol.EncodedFrame;
import io.codecollab.server.session.Connection;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The outgoing half of a client's WebSocket. Thread-safe. */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, and nobody waits for that
final class ClientSocket implements Connection {

    /** Unsent bytes past which a socket is not writable, and below which it is again. */
    static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 << 10, 256 << 10);

    /** How long a client has to take what it was sent, and to answer a close, before it is hung up on. */
    private static final long CLOSE_TIMEOUT_MS = 2_000;

    private final Channel channel;
    private final Metrics metrics;
    private final boolean deflates;
    private final String token;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicInteger pauses = new AtomicInteger();
    private volatile long lastSentNs = System.nanoTime();

    /**
     * @param deflates whether the client understands compressed messages
     * @param token what the client said to prove who it is; empty if it said nothing
     */
    ClientSocket(Channel channel, Metrics metrics, boolean deflates, String token) {
        this.channel = channel;
        this.metrics = metrics;
        this.deflates = deflates;
        this.token = token;
        channel.config().setWriteBufferWaterMark(WATER_MARK);
    }

    @Override
    public void send(EncodedFrame frame) {
        if (closing.get()) {
            return;
        }
        EncodedFrame sent = deflates ? frame.deflated() : frame;
        metrics.sent(1, sent.size());
        // wrapped, not copied: all clients of a document share the bytes, framing included
        channel.write(Unpooled.wrappedBuffer(sent.bytes(), sent.from(), sent.size()), channel.voidPromise());
    }

    @Override
    public void flush() {
        lastSentNs = System.nanoTime();
        channel.flush();
    }

    @Override
    public long unsentBytes() {
        // Netty says how many bytes cross a mark: one more than lie before it
        return channel.isWritable()
                ? WATER_MARK.high() + 1 - channel.bytesBeforeUnwritable()
                : WATER_MARK.low() - 1 + channel.bytesBeforeWritable();
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void close(CloseReason reason) {
        if (closing.compareAndSet(false, true)) {
            metrics.closed(reason.name());
            channel.config().setAutoRead(true); // the client's answer must be seen even if the client was slowed down
            channel.writeAndFlush(new CloseWebSocketFrame(reason.code(), reason.text()));
            channel.eventLoop().schedule(this::hangUp, CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        }
    }

    /** The client said good-bye: answers it, unless this was its answer to ours, and hangs up. */
    void closeAsAsked() {
        if (closing.compareAndSet(false, true)) {
            channel.writeAndFlush(new CloseWebSocketFrame()).addListener(ChannelFutureListener.CLOSE);
        } else {
            hangUp();
        }
    }

    boolean isClosing() {
        return closing.get();
    }

    void hangUp() {
        channel.close();
    }

    void ping() {
        channel.writeAndFlush(new PingWebSocketFrame());
    }

    /** When a frame that the client's program sees was last sent, by {@link System#nanoTime}. */
    long lastSentNs() {
        return lastSentNs;
    }

    @Override
    public void pauseReading() {
        if (pauses.incrementAndGet() == 1) {
            readIfNotPaused();
        }
    }

    @Override
    public void resumeReading() {
        if (pauses.decrementAndGet() == 0) {
            readIfNotPaused();
        }
    }

    /** On the event loop, so that the last of those who pause and resume at the same time decides for all. */
    private void readIfNotPaused() {
        if (channel.eventLoop().inEventLoop()) {
            channel.config().setAutoRead(closing.get() || pauses.get() == 0);
        } else {
            channel.eventLoop().execute(this::readIfNotPaused);
        }
    }

    boolean isReading() {
        return channel.config().isAutoRead();
    }

    @Override
    public String token() {
        return token;
    }

    @Override
    public Runnable later(long delayMs, Runnable task) {
        Runnable ifOpen = () -> {
            if (channel.isActive()) {
                task.run();
            }
        };
        ScheduledFuture<?> scheduled = channel.eventLoop().schedule(ifOpen, delayMs, TimeUnit.MILLISECONDS);
        return () -> scheduled.cancel(false);
    }

    @Override
    public Executor executor() {
        return channel.eventLoop();
    }
}
