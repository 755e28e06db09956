package io.codecollab.server.transport;

import io.codecollab.server.document.CloseReason;
import io.codecollab.server.protocol.EncodedFrame;
import io.codecollab.server.session.Connection;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** The outgoing half of a client's WebSocket. Thread-safe. */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, and nobody waits for that
final class ClientSocket implements Connection {

    /** How long a client has to take what it was sent, and to answer a close, before it is hung up on. */
    private static final long CLOSE_TIMEOUT_MS = 2_000;

    private final Channel channel;
    private final AtomicLong unsentBytes = new AtomicLong();
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile long lastSentNs = System.nanoTime();

    ClientSocket(Channel channel) {
        this.channel = channel;
    }

    @Override
    public void send(EncodedFrame frame) {
        if (closing.get()) {
            return;
        }
        unsentBytes.addAndGet(frame.size());
        lastSentNs = System.nanoTime();
        // wrapped, not copied: all clients of a document share the bytes
        channel.writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(frame.bytes())))
                .addListener(sent -> unsentBytes.addAndGet(-frame.size()));
    }

    @Override
    public long unsentBytes() {
        return unsentBytes.get();
    }

    @Override
    public void close(CloseReason reason) {
        if (closing.compareAndSet(false, true)) {
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
        channel.config().setAutoRead(false);
    }

    @Override
    public void resumeReading() {
        channel.config().setAutoRead(true);
    }

    boolean isReading() {
        return channel.config().isAutoRead();
    }
}
