package io.codecollab.server.session;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.server.document.CloseReason;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.document.Documents;
import io.codecollab.server.ops.Drop;
import io.codecollab.server.ops.Metrics;
import io.codecollab.server.ops.Refusal;
import io.codecollab.server.protocol.EncodedFrame;
import io.codecollab.server.protocol.HocuspocusDialect;
import io.codecollab.server.protocol.MalformedMessageException;
import io.codecollab.server.protocol.Message;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that works on any number of documents: npm {@code @hocuspocus/provider}. Every frame begins with the address of
 * the document it is for.
 *
 * <pre>
 *   (unknown)  --first frame-->  WAITING  --token accepted-->  IN  --leave, or closed-->  (unknown)
 *                                   '-----denied: the connection stays------------------------^
 * </pre>
 *
 * What comes before the token is kept, within bounds: clients do not wait for the answer.
 */
final class HocuspocusConversation implements Conversation {

    private static final Logger log = LoggerFactory.getLogger(HocuspocusConversation.class);

    /** What a message that waits costs beyond its bytes. */
    private static final int MESSAGE_COST_BYTES = 64;

    private static final char SESSION_ID_SEPARATOR = 0;

    private final Documents documents;
    private final Connection connection;
    private final SessionLimits limits;
    private final Metrics metrics;

    private final Map<String, Session> sessions = new HashMap<>();
    private final Map<String, Queue<Message>> waiting = new HashMap<>();
    private long waitingBytes;
    private boolean understandsPing;
    private boolean closed;

    HocuspocusConversation(Documents documents, Connection connection, SessionLimits limits, Metrics metrics) {
        this.documents = documents;
        this.connection = connection;
        this.limits = limits;
        this.metrics = metrics;
    }

    @Override
    public void receive(byte[] frame) {
        if (closed || HocuspocusDialect.isPong(frame)) {
            return;
        }
        if (HocuspocusDialect.isPing(frame)) {
            send(HocuspocusDialect.pong());
            return;
        }
        try {
            ByteReader reader = new ByteReader(frame);
            long startNs = System.nanoTime();
            String address = HocuspocusDialect.readAddress(reader);
            HocuspocusDialect dialect = new HocuspocusDialect(address);
            List<Message> messages = dialect.decode(reader);
            metrics.decode(System.nanoTime() - startNs);
            for (Message message : messages) {
                receive(address, dialect, message, frame.length);
            }
        } catch (MalformedMessageException e) {
            refuse(String.valueOf(e.getMessage()));
        }
    }

    private void receive(String address, HocuspocusDialect dialect, Message message, int bytes) {
        Session session = sessions.get(address);
        if (message instanceof Message.Authenticate authenticate) {
            understandsPing |= !authenticate.clientVersion().isEmpty();
            if (session == null) {
                letIn(address, dialect);
            }
        } else if (message instanceof Message.Leave) {
            waiting.remove(address);
            if (session != null) {
                leave(address, session);
            }
        } else if (session != null) {
            session.receive(message);
        } else {
            keepUntilLetIn(address, message, bytes);
        }
    }

    private void letIn(String address, HocuspocusDialect dialect) {
        Queue<Message> kept = waiting.remove(address);
        if (sessions.size() >= limits.maxDocumentsPerConnection()) {
            metrics.refused(Refusal.DOCUMENTS_PER_CONNECTION);
            deny(dialect, "too many documents on one connection");
            return;
        }
        DocumentName name;
        try {
            name = documentName(address);
        } catch (IllegalArgumentException e) {
            metrics.refused(Refusal.NAME);
            deny(dialect, String.valueOf(e.getMessage()));
            return;
        }
        Session session = documents.join(
                name,
                connection.executor(),
                document -> new Session(
                        document,
                        dialect,
                        connection,
                        limits,
                        metrics,
                        (done, reason) -> connection.executor().execute(() -> onClosed(address, done, reason))));
        metrics.sessionOpened(dialect.name());
        sessions.put(address, session);
        if (kept != null) {
            kept.forEach(session::receive);
        }
        forgetKeptBytesIfNone();
    }

    private static DocumentName documentName(String address) {
        int separator = address.indexOf(SESSION_ID_SEPARATOR);
        return new DocumentName(separator < 0 ? address : address.substring(0, separator));
    }

    private void deny(HocuspocusDialect dialect, String reason) {
        log.info("Denied a document: {}", reason);
        send(dialect.denied(reason));
        forgetKeptBytesIfNone();
    }

    private void keepUntilLetIn(String address, Message message, int bytes) {
        waitingBytes += bytes + MESSAGE_COST_BYTES;
        if (waitingBytes > limits.maxPreAuthBytes()) {
            metrics.refused(Refusal.PRE_AUTH);
            log.warn("Closed a connection: more than maxPreAuthBytes={} before its token", limits.maxPreAuthBytes());
            close(CloseReason.TOO_LARGE);
            return;
        }
        waiting.computeIfAbsent(address, missing -> new ArrayDeque<>()).add(message);
    }

    private void forgetKeptBytesIfNone() {
        if (waiting.isEmpty()) {
            waitingBytes = 0;
        }
    }

    private void leave(String address, Session session) {
        sessions.remove(address, session);
        metrics.sessionClosed(session.dialect().name());
        session.leave();
    }

    /** A document is done with a session. Only what is wrong with this one document leaves the others alone. */
    private void onClosed(String address, Session session, CloseReason reason) {
        if (!sessions.remove(address, session)) {
            return;
        }
        metrics.sessionClosed(session.dialect().name());
        session.leave();
        if (reason == CloseReason.MALFORMED || reason == CloseReason.TOO_LARGE) {
            metrics.closed(reason.name());
            send(((HocuspocusDialect) session.dialect()).closed(reason.text()));
        } else {
            close(reason);
        }
    }

    @Override
    public void receiveText(String frame) {
        refuse("text where only binary frames are understood");
    }

    private void refuse(String why) {
        log.warn("Closed a connection: {}", why);
        metrics.dropped(Drop.MALFORMED_MESSAGE);
        close(CloseReason.MALFORMED);
    }

    @Override
    public void writable() {
        sessions.values().forEach(Session::writable);
    }

    @Override
    public void keepAlive() {
        if (understandsPing) {
            send(HocuspocusDialect.ping());
        } else {
            sessions.values().stream()
                    .findFirst()
                    .ifPresent(session -> send(session.dialect().keepAlive()));
        }
    }

    private void send(EncodedFrame frame) {
        connection.send(frame);
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
        waiting.clear();
        Map.copyOf(sessions).forEach(this::leave);
    }
}
