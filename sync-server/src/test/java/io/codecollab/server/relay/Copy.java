package io.codecollab.server.relay;

import io.codecollab.server.document.DocumentName;
import io.codecollab.server.document.PeerMessage;
import io.codecollab.server.document.PeerMessage.Edits;
import io.codecollab.server.document.PeerMessage.Told;
import io.codecollab.server.document.Relay;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A document that an instance has open: keeps what it hears, and counts how often it was told that it hears. */
final class Copy implements AutoCloseable {

    private final List<PeerMessage> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final Relay.Link link;
    private long sequence;

    Copy(Relay relay, String document) {
        link = relay.open(new DocumentName(document), new Relay.Listener() {
            @Override
            public void connected() {
                connections.incrementAndGet();
            }

            @Override
            public void heard(PeerMessage message) {
                heard.add(message);
            }
        });
    }

    void say(String text) {
        link.publish(new PeerMessage(link.self(), sequence, 0, new Told(text)));
    }

    void edit(byte[] update) {
        sequence++;
        link.publish(new PeerMessage(link.self(), sequence, 0, new Edits(update)));
    }

    /** How often it was told that it hears what is said from now on. */
    int connections() {
        return connections.get();
    }

    /** The texts that were said by others. */
    List<String> texts() {
        return heard.stream()
                .filter(message -> message.content() instanceof Told)
                .map(message -> ((Told) message.content()).text())
                .toList();
    }

    /** Everything that was said by others. */
    List<PeerMessage> heard() {
        return heard;
    }

    @Override
    public void close() {
        link.close();
    }
}
