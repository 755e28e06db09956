package io.codecollab.server.session;

import io.codecollab.server.document.Broadcast;
import io.codecollab.server.document.CloseReason;
import io.codecollab.server.document.Document;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.document.Documents;
import io.codecollab.server.document.Subscriber;
import io.codecollab.server.protocol.Dialect;
import io.codecollab.server.protocol.EncodedFrame;
import io.codecollab.server.protocol.MalformedMessageException;
import io.codecollab.server.protocol.Message;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client on one document. What the client says goes to the document; what the document says goes to the client, in its
 * dialect.
 *
 * <p>{@link #receive}, {@link #keepAlive} and {@link #disconnected} belong to the connection's thread, the methods of {@link
 * Subscriber} to the document's.
 */
public final class Session implements Subscriber {

    private static final Logger log = LoggerFactory.getLogger(Session.class);

    /** What a message costs beyond its bytes: many small ones must not be free. */
    private static final long MESSAGE_COST_BYTES = 128;

    private final Document document;
    private final Dialect dialect;
    private final Connection connection;
    private final SessionLimits limits;
    private final Outbox outbox;

    /** Bytes taken from the client which the document has not dealt with. */
    private final AtomicLong unprocessedBytes = new AtomicLong();

    private volatile boolean closed;

    private Session(Document document, Dialect dialect, Connection connection, SessionLimits limits) {
        this.document = document;
        this.dialect = dialect;
        this.connection = connection;
        this.limits = limits;
        this.outbox = new Outbox(connection, limits.maxOutboxBytes());
    }

    /** A client has connected and wants to work on a document. */
    public static Session open(
            Documents documents, DocumentName name, Dialect dialect, Connection connection, SessionLimits limits) {
        return documents.join(name, document -> new Session(document, dialect, connection, limits));
    }

    /** Takes one frame of the client. */
    public void receive(byte[] frame) {
        if (closed) {
            return;
        }
        try {
            dispatch(dialect.decode(frame));
        } catch (MalformedMessageException e) {
            log.warn("Closed a session, document={}: {}", document.name(), e.getMessage());
            close(CloseReason.MALFORMED);
        }
    }

    private void dispatch(Message message) {
        if (message instanceof Message.Edit edit) {
            noteTaken(edit.update().length);
            document.merge(this, edit.update(), this::tell);
        } else if (message instanceof Message.Presence presence) {
            noteTaken(presence.update().length);
            document.announce(this, presence.update());
        } else if (message instanceof Message.SyncRequest request) {
            noteTaken(request.stateVector().length);
            document.ask(this, request.stateVector());
        } else if (message instanceof Message.SyncAnswer answer) {
            noteTaken(answer.update().length);
            document.merge(this, answer.update(), saved -> {}); // only edits are confirmed
        } else if (message instanceof Message.WhoIsHere) {
            noteTaken(0);
            document.askWhoIsHere(this);
        }
    }

    private void noteTaken(int bytes) {
        long cost = bytes + MESSAGE_COST_BYTES;
        if (unprocessedBytes.addAndGet(cost) > limits.maxUnprocessedBytes()) {
            connection.pauseReading();
            // the document may have caught up between the two lines above
            resumeIfCaughtUp();
        }
    }

    @Override
    public void dealtWith(int bytes) {
        unprocessedBytes.addAndGet(-(bytes + MESSAGE_COST_BYTES));
        resumeIfCaughtUp();
    }

    private void resumeIfCaughtUp() {
        if (unprocessedBytes.get() <= limits.maxUnprocessedBytes() / 2) {
            connection.resumeReading();
        }
    }

    /** Tells the client that the server is still here. */
    public void keepAlive() {
        outbox.send(dialect.keepAlive());
    }

    /** The client is gone. */
    public void disconnected() {
        closed = true;
        document.leave(this);
    }

    @Override
    public void joined(byte[] stateVector) {
        outbox.send(dialect.syncRequest(stateVector));
    }

    @Override
    public void caughtUp(byte[] update) {
        outbox.send(dialect.syncAnswer(update));
    }

    @Override
    public void tell(Broadcast broadcast) {
        outbox.send(broadcast.encodedAs(dialect, this::encode));
    }

    private EncodedFrame encode(Broadcast broadcast) {
        return broadcast.kind() == Broadcast.Kind.UPDATE
                ? dialect.update(broadcast.payload())
                : dialect.presence(broadcast.payload());
    }

    @Override
    public void close(CloseReason reason) {
        closed = true;
        connection.close(reason);
    }
}
