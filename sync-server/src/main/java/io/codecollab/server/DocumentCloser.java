package io.codecollab.server;

import io.codecollab.server.document.DocumentName;
import io.codecollab.server.document.PeerMessage;
import io.codecollab.server.document.Relay;
import io.codecollab.server.ops.Metrics;
import io.codecollab.server.relay.RedisRelay;
import io.codecollab.server.relay.RedisUrl;
import io.codecollab.server.transport.EventLoops;
import io.codecollab.server.transport.SocketIo;
import io.codecollab.server.transport.TransportKind;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Closes documents on all running instances, from outside of them. */
public final class DocumentCloser {

    private static final long PATIENCE_SECONDS = 10;

    private DocumentCloser() {}

    /**
     * Has everybody sent away from a document, wherever it is open. They may come back at once.
     *
     * @throws StartupException if the instances cannot be reached
     */
    public static void close(String redisUrl, DocumentName document) throws StartupException {
        CountDownLatch connected = new CountDownLatch(1);
        Relay.Listener listener = new Relay.Listener() {
            @Override
            public void connected() {
                connected.countDown();
            }

            @Override
            public void heard(PeerMessage message) {}
        };
        try (Metrics metrics = new Metrics();
                EventLoops eventLoops = new EventLoops(SocketIo.of(TransportKind.AUTO));
                RedisRelay relay = RedisRelay.start(parse(redisUrl), eventLoops, metrics)) {
            Relay.Link link = relay.open(document, listener);
            if (!connected.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new StartupException("Redis cannot be reached at " + relay);
            }
            link.publish(new PeerMessage(link.self(), 0, 0, new PeerMessage.Close()));
            link.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("interrupted", e);
        }
    }

    private static RedisUrl parse(String url) throws StartupException {
        try {
            return RedisUrl.parse(url);
        } catch (IllegalArgumentException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
    }
}
