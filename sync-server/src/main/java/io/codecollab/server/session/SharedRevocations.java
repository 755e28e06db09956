package io.codecollab.server.session;

import io.codecollab.server.auth.Revocations;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.document.PeerMessage;
import io.codecollab.server.document.PeerMessage.AccessChange;
import io.codecollab.server.document.Relay;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes of what people may do reach those who are connected to this instance, and by the relay those who are connected to
 * others. Whatever the relay may have lost is made up for when it is there again: everybody is looked at. Thread-safe.
 */
public final class SharedRevocations implements Revocations, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SharedRevocations.class);

    private final LiveSessions live;
    private final Consumer<Optional<DocumentName>> outdated;
    private final Relay.Link link;

    /**
     * Begins to hear the other instances.
     *
     * @param outdated forgets what is remembered of who may do what in a document, or in all; it was changed elsewhere
     */
    public SharedRevocations(LiveSessions live, Relay relay, Consumer<Optional<DocumentName>> outdated) {
        this.live = live;
        this.outdated = outdated;
        this.link = relay.openForAll(new FromOthers());
    }

    @Override
    public void kick(String user, Optional<DocumentName> document) {
        live.kick(user, document);
        tell(new AccessChange(user, nameOf(document), true));
    }

    @Override
    public void roleChanged(String user, Optional<DocumentName> document) {
        live.roleChanged(user, document);
        tell(new AccessChange(user, nameOf(document), false));
    }

    @Override
    public void accessChanged(DocumentName document) {
        live.accessChanged(document);
        tell(new AccessChange("", document.value(), false));
    }

    private void tell(AccessChange change) {
        link.publish(new PeerMessage(link.self(), 0, 0, change));
    }

    private static String nameOf(Optional<DocumentName> document) {
        return document.map(DocumentName::value).orElse("");
    }

    /** Hears the other instances no more. */
    @Override
    public void close() {
        link.close();
    }

    private final class FromOthers implements Relay.Listener {

        @Override
        public void connected() {
            outdated.accept(Optional.empty());
            live.everythingChanged();
        }

        @Override
        public void heard(PeerMessage message) {
            if (message.content() instanceof AccessChange change) {
                try {
                    heard(change);
                } catch (IllegalArgumentException e) {
                    log.error("Another instance named what is no document: {}", e.getMessage());
                }
            }
        }

        private void heard(AccessChange change) {
            Optional<DocumentName> document =
                    change.document().isEmpty() ? Optional.empty() : Optional.of(new DocumentName(change.document()));
            outdated.accept(document);
            if (change.isKick()) {
                live.kick(change.user(), document);
            } else if (!change.user().isEmpty()) {
                live.roleChanged(change.user(), document);
            } else if (document.isPresent()) {
                live.accessChanged(document.get());
            }
        }
    }
}
