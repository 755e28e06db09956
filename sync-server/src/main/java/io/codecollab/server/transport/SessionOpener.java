package io.codecollab.server.transport;

import io.codecollab.server.document.DocumentName;
import io.codecollab.server.session.Connection;
import io.codecollab.server.session.Session;

/** Begins the session of a client that has just connected. Thread-safe. */
@FunctionalInterface
public interface SessionOpener {

    /**
     * Begins a session.
     *
     * @param document what the client's path names
     */
    Session open(DocumentName document, Connection connection);
}
