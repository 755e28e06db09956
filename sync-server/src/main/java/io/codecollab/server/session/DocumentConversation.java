package io.codecollab.server.session;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.server.document.CloseReason;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.document.Documents;
import io.codecollab.server.ops.Drop;
import io.codecollab.server.ops.Metrics;
import io.codecollab.server.ops.Refusal;
import io.codecollab.server.protocol.Dialect;
import io.codecollab.server.protocol.MalformedMessageException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that works on the one document its path names: y-websocket and y-sweet. What the client says before it is
 * known who it is waits, within bounds.
 */
final class DocumentConversation implements Conversation, Admission.Guest {

    private static final Logger log = LoggerFactory.getLogger(DocumentConversation.class);

    private final DocumentName name;
    private final Dialect dialect;
    private final Connection connection;
    private final SessionLimits limits;
    private final Metrics metrics;
    private final Admission admission;
    private final Seat seat;

    private final List<byte[]> waiting = new ArrayList<>();
    private final PreAuthBudget budget;
    private boolean closed;

    private DocumentConversation(
            Documents documents,
            Admissions admissions,
            DocumentName name,
            Dialect dialect,
            Connection connection,
            SessionLimits limits,
            Metrics metrics) {
        this.name = name;
        this.dialect = dialect;
        this.connection = connection;
        this.limits = limits;
        this.metrics = metrics;
        this.budget = new PreAuthBudget(limits.maxPreAuthBytes());
        this.seat = new Seat(documents, name, dialect, connection, limits, metrics);
        this.admission = admissions.of(name, dialect.name(), connection, this, metrics);
    }

    static DocumentConversation begin(
            Documents documents,
            Admissions admissions,
            DocumentName name,
            Dialect dialect,
            Connection connection,
            SessionLimits limits,
            Metrics metrics) {
        DocumentConversation conversation =
                new DocumentConversation(documents, admissions, name, dialect, connection, limits, metrics);
        conversation.admission.present(connection.token());
        return conversation;
    }

    @Override
    public void letIn(Standing standing) {
        seat.take(standing, (done, reason) -> connection.close(reason));
        List<byte[]> kept = List.copyOf(waiting);
        waiting.clear();
        kept.forEach(this::receive);
    }

    @Override
    public void changed(Standing standing) {
        seat.changed(standing);
    }

    @Override
    public void askForToken() {
        // these clients cannot be asked: they come back with another one
    }

    @Override
    public void turnAway(CloseReason reason) {
        waiting.clear();
        seat.leave();
        close(reason);
    }

    @Override
    public void receive(byte[] frame) {
        if (closed) {
            return;
        }
        Session to = seat.session();
        if (to == null) {
            keepUntilLetIn(frame);
            return;
        }
        try {
            long startNs = System.nanoTime();
            var messages = dialect.decode(new ByteReader(frame));
            metrics.decode(System.nanoTime() - startNs);
            messages.forEach(to::receive);
        } catch (MalformedMessageException e) {
            refuse(String.valueOf(e.getMessage()));
        }
    }

    private void keepUntilLetIn(byte[] frame) {
        if (budget.take(frame.length)) {
            waiting.add(frame);
            return;
        }
        metrics.refused(Refusal.PRE_AUTH);
        log.warn("Closed a connection: more than maxPreAuthBytes={} before it was let in", limits.maxPreAuthBytes());
        turnAway(CloseReason.TOO_LARGE);
    }

    @Override
    public void receiveText(String frame) {
        refuse("text where only binary frames are understood");
    }

    private void refuse(String why) {
        log.warn("Closed a session, document={}: {}", name, why);
        metrics.dropped(Drop.MALFORMED_MESSAGE);
        close(CloseReason.MALFORMED);
    }

    @Override
    public void writable() {
        seat.writable();
    }

    @Override
    public void keepAlive() {
        connection.send(dialect.keepAlive());
        connection.flush();
    }

    @Override
    public void close(CloseReason reason) {
        closed = true;
        connection.close(reason);
    }

    @Override
    public void disconnected() {
        closed = true;
        admission.end();
        waiting.clear();
        seat.leave();
    }
}
