package io.codecollab.server.relay;

import static io.codecollab.server.e2e.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.server.ops.Metrics;
import io.codecollab.server.transport.EventLoops;
import io.codecollab.server.transport.SocketIo;
import io.codecollab.server.transport.TransportKind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The relay of one instance, and its figures. */
final class Instance implements AutoCloseable {

    private final Metrics metrics = new Metrics();
    private final EventLoops eventLoops = new EventLoops(SocketIo.of(TransportKind.AUTO));
    private final RedisRelay relay;

    /** Starts; does not wait until it is connected. */
    Instance(String url) {
        relay = RedisRelay.start(RedisUrl.parse(url), eventLoops, metrics);
    }

    RedisRelay relay() {
        return relay;
    }

    /** Opens a document and waits until it hears what is said of it. */
    Copy open(String document) throws Throwable {
        Copy copy = new Copy(relay, document);
        eventually(() -> assertThat(copy.connections()).isPositive());
        return copy;
    }

    /** How many messages were not passed on for this reason. */
    long dropped(String reason) {
        Matcher matcher = Pattern.compile("codecollab_dropped_total\\{reason=\"" + reason + "\"} (\\S+)")
                .matcher(metrics.scrape());
        if (!matcher.find()) {
            throw new IllegalStateException("not counted, reason=" + reason);
        }
        return (long) Double.parseDouble(matcher.group(1));
    }

    @Override
    public void close() {
        relay.close();
        eventLoops.close();
        metrics.close();
    }
}
