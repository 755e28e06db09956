package io.codecollab.server.document;

import java.util.Set;
import java.util.function.Consumer;

/**
 * When those in a document are told who is there: what changes is collected for a while, the longer the more there are to tell, as
 * telling all costs the same whatever it is. Document thread only.
 */
final class PresenceNews {

    private static final long EXPIRY_MS = 10_000;
    private static final long MAX_INTERVAL_MS = 250;

    private final Presence presence;
    private final Set<Subscriber> subscribers;
    private final Document.Surroundings surroundings;
    private final Consumer<Runnable> mailbox;
    private long lastToldMs = Long.MIN_VALUE / 2;
    private boolean isDue;
    private boolean expiryIsDue;

    /**
     * Nothing to tell yet.
     *
     * @param mailbox takes tasks of the document's thread; a turn follows that ends with {@link #tell}
     */
    PresenceNews(
            Presence presence,
            Set<Subscriber> subscribers,
            Document.Surroundings surroundings,
            Consumer<Runnable> mailbox) {
        this.presence = presence;
        this.subscribers = subscribers;
        this.surroundings = surroundings;
        this.mailbox = mailbox;
    }

    /** Somebody may have come, who may fall silent. */
    void watch() {
        if (!expiryIsDue && !presence.isEmpty()) {
            expiryIsDue = true;
            surroundings.later(
                    EXPIRY_MS,
                    () -> mailbox.accept(() -> {
                        expiryIsDue = false;
                        presence.expire();
                        watch();
                    }));
        }
    }

    /** Tells everybody here, and by {@code toPeers} other instances, unless it is too early; whether it did. */
    boolean tell(Consumer<byte[]> toPeers) {
        if (!presence.hasNews() || isDue) {
            return false;
        }
        long waitMs = lastToldMs + intervalMs() - surroundings.nowMs();
        if (waitMs > 0) {
            isDue = true;
            surroundings.later(waitMs, () -> mailbox.accept(() -> isDue = false)); // the end of that turn tells
            return false;
        }
        lastToldMs = surroundings.nowMs();
        Broadcast news = new Broadcast(presence.takeNews());
        for (Subscriber subscriber : subscribers) {
            subscriber.presenceChanged(news);
        }
        if (presence.hasNewsForPeers()) {
            toPeers.accept(presence.takeNewsForPeers());
        }
        return true;
    }

    private long intervalMs() {
        return Math.min(MAX_INTERVAL_MS, subscribers.size() * 2L / 5);
    }
}
