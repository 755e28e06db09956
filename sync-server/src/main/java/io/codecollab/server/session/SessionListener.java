package io.codecollab.server.session;

import io.codecollab.server.document.CloseReason;
import io.codecollab.server.document.DocumentName;

/** Hears who comes and goes. On a connection's thread; must not block. */
public interface SessionListener {

    /** Nobody wants to know. */
    SessionListener UNWATCHED = new SessionListener() {
        @Override
        public void joined(LiveSessions.Connected client) {}

        @Override
        public void left(LiveSessions.Connected client) {}

        @Override
        public void turnedAway(DocumentName document, String user, CloseReason reason) {}
    };

    /** A client was let in to a document. */
    void joined(LiveSessions.Connected client);

    /** A client that was let in is gone. */
    void left(LiveSessions.Connected client);

    /**
     * A client was not let in, or was sent away.
     *
     * @param user whose client it is; empty if that is not known
     */
    void turnedAway(DocumentName document, String user, CloseReason reason);
}
