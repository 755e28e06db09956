package io.codecollab.server.session;

import io.codecollab.server.document.DocumentName;
import io.codecollab.server.document.Documents;
import io.codecollab.server.ops.Metrics;
import io.codecollab.server.protocol.Dialect;
import org.jspecify.annotations.Nullable;

/** A client's place in one document: free, taken by a session, and free again. Connection thread only. */
final class Seat {

    private final Documents documents;
    private final DocumentName document;
    private final Dialect dialect;
    private final Connection connection;
    private final SessionLimits limits;
    private final Metrics metrics;
    private @Nullable Session session;

    Seat(
            Documents documents,
            DocumentName document,
            Dialect dialect,
            Connection connection,
            SessionLimits limits,
            Metrics metrics) {
        this.documents = documents;
        this.document = document;
        this.dialect = dialect;
        this.connection = connection;
        this.limits = limits;
        this.metrics = metrics;
    }

    /**
     * Takes it: the client takes part from now on.
     *
     * @param closer is told when the document is done with the client
     */
    Session take(Standing standing, Session.Closer closer) {
        Session joined = documents.join(
                document,
                connection.executor(),
                opened -> new Session(opened, dialect, connection, limits, metrics, standing, closer));
        session = joined;
        metrics.sessionOpened(dialect.name());
        return joined;
    }

    /** Null while it is free. */
    @Nullable
    Session session() {
        return session;
    }

    boolean isTaken() {
        return session != null;
    }

    /** What the client may do has changed, or who they are. */
    void changed(Standing standing) {
        if (session != null) {
            session.changed(standing);
        }
    }

    /** The client reads again. */
    void writable() {
        if (session != null) {
            session.writable();
        }
    }

    /** Frees it, if it is taken. */
    void leave() {
        if (session != null) {
            metrics.sessionClosed(dialect.name());
            session.leave();
            session = null;
        }
    }
}
