package io.codecollab.bench.load;

import io.netty.channel.Channel;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Reads a channel that does not read by itself: a buffer, at most 64 KiB, then a rest that is as long as so many bytes may take.
 *
 * <p>Event loop only.
 */
final class Trickle {

    private final Channel channel;
    private final int bytesPerSecond;
    private final MaxMessagesRecvByteBufAllocator buffers;
    private final int usualBuffersPerRead;
    private Future<?> next;

    Trickle(Channel channel, int bytesPerSecond) {
        this.channel = channel;
        this.bytesPerSecond = bytesPerSecond;
        this.buffers = channel.config().getRecvByteBufAllocator();
        this.usualBuffersPerRead = buffers.maxMessagesPerRead();
        buffers.maxMessagesPerRead(1);
        next = readIn(0);
    }

    /** A buffer was read. */
    void took(int bytes) {
        next = readIn(TimeUnit.SECONDS.toNanos(bytes) / bytesPerSecond);
    }

    private Future<?> readIn(long ns) {
        return channel.eventLoop().schedule(channel::read, ns, TimeUnit.NANOSECONDS);
    }

    /** Has the channel read as much at a time as before; when, is for others to say. */
    void stop() {
        next.cancel(false);
        buffers.maxMessagesPerRead(usualBuffersPerRead);
    }
}
