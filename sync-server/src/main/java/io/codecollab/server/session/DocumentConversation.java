package io.codecollab.server.session;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.server.document.CloseReason;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.document.Documents;
import io.codecollab.server.ops.Drop;
import io.codecollab.server.ops.Metrics;
import io.codecollab.server.protocol.Dialect;
import io.codecollab.server.protocol.MalformedMessageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection that works on the one document its path names: y-websocket and y-sweet. */
final class DocumentConversation implements Conversation {

    private static final Logger log = LoggerFactory.getLogger(DocumentConversation.class);

    private final Connection connection;
    private final Metrics metrics;
    private final Session session;
    private boolean closed;

    DocumentConversation(
            Documents documents,
            DocumentName name,
            Dialect dialect,
            Connection connection,
            SessionLimits limits,
            Metrics metrics) {
        this.connection = connection;
        this.metrics = metrics;
        this.session = documents.join(
                name,
                connection.executor(),
                document -> new Session(
                        document, dialect, connection, limits, metrics, (done, reason) -> connection.close(reason)));
        metrics.sessionOpened(dialect.name());
    }

    @Override
    public void receive(byte[] frame) {
        if (closed) {
            return;
        }
        try {
            long startNs = System.nanoTime();
            var messages = session.dialect().decode(new ByteReader(frame));
            metrics.decode(System.nanoTime() - startNs);
            messages.forEach(session::receive);
        } catch (MalformedMessageException e) {
            refuse(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void receiveText(String frame) {
        refuse("text where only binary frames are understood");
    }

    private void refuse(String why) {
        log.warn("Closed a session, document={}: {}", session.document().name(), why);
        metrics.dropped(Drop.MALFORMED_MESSAGE);
        close(CloseReason.MALFORMED);
    }

    @Override
    public void writable() {
        session.writable();
    }

    @Override
    public void keepAlive() {
        connection.send(session.dialect().keepAlive());
        connection.flush();
    }

    @Override
    public void close(CloseReason reason) {
        closed = true;
        connection.close(reason);
    }

    @Override
    public void disconnected() {
        metrics.sessionClosed(session.dialect().name());
        session.leave();
    }
}
