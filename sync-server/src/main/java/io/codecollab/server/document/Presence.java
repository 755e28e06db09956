package io.codecollab.server.document;

import io.codecollab.crdt.awareness.Awareness;
import io.codecollab.crdt.awareness.AwarenessChange;
import io.codecollab.crdt.lib0.DecodeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Who is in a document and where their cursor is, and which connection brought whom: when it ends, they are gone.
 *
 * <p>Document thread only.
 */
final class Presence {

    /** The server takes no part; clients never choose 0. */
    private static final long SERVER_CLIENT_ID = 0;

    private final Awareness awareness;
    private final Map<Long, Subscriber> broughtBy = new HashMap<>();

    Presence() {
        awareness = new Awareness(SERVER_CLIENT_ID, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        awareness.setLocalState(null);
    }

    /** Everybody who is here; empty when nobody is. */
    Optional<byte[]> everybody() {
        return awareness.states().isEmpty() ? Optional.empty() : Optional.of(awareness.encode());
    }

    /**
     * Takes in what a client says about itself.
     *
     * @return what of it is news for the others, empty when nothing is
     * @throws DecodeException if it is no awareness update or too much of one; nothing has changed
     */
    Optional<byte[]> announce(Subscriber from, byte[] update) {
        AwarenessChange news = awareness.apply(update, from);
        news.added().forEach(client -> broughtBy.put(client, from));
        news.updated().forEach(client -> broughtBy.put(client, from));
        news.removed().forEach(broughtBy::remove);
        return encode(news.clients());
    }

    /** Takes a connection's clients away; returns what to tell the others, empty when there were none. */
    Optional<byte[]> leave(Subscriber who) {
        List<Long> gone = new ArrayList<>();
        broughtBy.forEach((client, by) -> {
            if (by == who) {
                gone.add(client);
            }
        });
        broughtBy.keySet().removeAll(gone);
        awareness.removeStates(gone, who);
        return encode(gone);
    }

    private Optional<byte[]> encode(List<Long> clients) {
        return clients.isEmpty() ? Optional.empty() : Optional.of(awareness.encode(clients));
    }
}
