package io.codecollab.server.relay;

import io.codecollab.server.transport.EventLoops;
import io.codecollab.server.transport.SocketIo;
import io.lettuce.core.resource.DefaultEventLoopGroupProvider;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.lettuce.core.resource.Transports;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Lets connections to Redis live where clients' connections do: an edit that goes there, or comes from there, need not wake
 * another thread. Whoever made the threads ends them. Thread-safe.
 */
final class SharedEventLoops implements EventLoopGroupProvider {

    private static final int THREADS_OF_ITS_OWN = 2;

    private final EventLoopGroup group;
    private final int threads;

    private SharedEventLoops(EventLoopGroup group, int threads) {
        this.group = group;
        this.threads = threads;
    }

    /**
     * These loops for the connections to Redis. Lettuce decides once in the life of a process how it reaches the kernel: if
     * that was before and otherwise, it gets threads of its own.
     */
    static EventLoopGroupProvider of(EventLoops eventLoops) {
        preferInLettuce("io.lettuce.core.epoll", eventLoops.io() == SocketIo.EPOLL);
        preferInLettuce("io.lettuce.core.iouring", eventLoops.io() == SocketIo.IO_URING);
        return Transports.socketChannelClass() == eventLoops.clientChannel()
                ? new SharedEventLoops(eventLoops.group(), eventLoops.count())
                : new DefaultEventLoopGroupProvider(THREADS_OF_ITS_OWN);
    }

    private static void preferInLettuce(String property, boolean isUsed) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, String.valueOf(isUsed));
        }
    }

    @Override
    public <T extends EventLoopGroup> T allocate(Class<T> type) {
        return type.cast(group);
    }

    @Override
    public int threadPoolSize() {
        return threads;
    }

    @Override
    public Future<Boolean> release(EventExecutorGroup released, long quietPeriod, long timeout, TimeUnit unit) {
        return GlobalEventExecutor.INSTANCE.newSucceededFuture(true);
    }

    @Override
    public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
        return GlobalEventExecutor.INSTANCE.newSucceededFuture(true);
    }
}
