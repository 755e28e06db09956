package io.codecollab.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;

/**
 * Opens connections, a few at a time: thousands at once would measure the kernel's accept queue.
 *
 * <p>Event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the listener hears of it
final class Connector {

    private final Bootstrap bootstrap;
    private final int limit;
    private final ArrayDeque<Link> waiting = new ArrayDeque<>();
    private int underWay;

    Connector(EventLoop loop, EventLoops kind, int limit) {
        this.limit = limit;
        bootstrap = new Bootstrap().group(loop).channel(kind.channelType()).option(ChannelOption.TCP_NODELAY, true);
    }

    void open(Link link) {
        waiting.add(link);
        openNext();
    }

    /** A connection was agreed on, or came to nothing. */
    void finished() {
        underWay--;
        openNext();
    }

    private void openNext() {
        while (underWay < limit && !waiting.isEmpty()) {
            underWay++;
            Link link = waiting.remove();
            link.opening();
            bootstrap.clone().handler(link).connect(link.server().address()).addListener(connected -> {
                if (!connected.isSuccess()) {
                    link.unreachable(connected.cause());
                }
            });
        }
    }
}
