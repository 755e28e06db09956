package io.codecollab.server.transport;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The threads that read, write and work on documents; nothing on them waits. There are as many as processors. Thread-safe.
 */
public final class EventLoops implements AutoCloseable {

    private static final int TIMEOUT_MS = 1_000;

    private final SocketIo io;
    private final int count = Runtime.getRuntime().availableProcessors();
    private final EventLoopGroup group;

    /** Starts them; each thread begins with its first task. */
    public EventLoops(SocketIo io) {
        this.io = io;
        this.group = new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory("codecollab-io"), io.ioHandlers());
    }

    /** How they reach the kernel. */
    public SocketIo io() {
        return io;
    }

    /** What connections that are opened from here have to be to live on them. */
    public Class<? extends SocketChannel> clientChannel() {
        return io.clientChannel();
    }

    /** How many. */
    public int count() {
        return count;
    }

    /** For those who open channels on them. */
    public EventLoopGroup group() {
        return group;
    }

    /** Ends them, and what runs on them, and does not wait until they have ended. */
    @Override
    public void close() {
        var unused = group.shutdownGracefully(0, TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }
}
