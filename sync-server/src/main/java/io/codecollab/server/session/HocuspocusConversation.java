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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * What comes before the token is kept, within bounds: clients do not wait for the answer. What comes after the end, until
 * another token, was on its way when the end came, and is left out.
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
    private final Map<String, Waiting> waiting = new HashMap<>();
    private long waitingBytes;

    /** Documents that ended, the longest ended first. */
    private final Set<String> ended = new LinkedHashSet<>();

    private boolean understandsPing;
    private boolean closed;

    /** What a client said of a document before its token came. */
    private static final class Waiting {
        final List<Message> messages = new ArrayList<>();
        long bytes;
    }

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
            ended.remove(address);
            if (session == null) {
                letIn(address, dialect);
            }
        } else if (message instanceof Message.Leave) {
            takeWaiting(address);
            if (session != null) {
                leave(address, session);
                noteEnded(address);
            }
        } else if (session != null) {
            session.receive(message);
        } else if (!ended.contains(address)) {
            keepUntilLetIn(address, message, bytes);
        }
    }

    private void letIn(String address, HocuspocusDialect dialect) {
        List<Message> kept = takeWaiting(address);
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
        kept.forEach(session::receive);
    }

    private static DocumentName documentName(String address) {
        int separator = address.indexOf(SESSION_ID_SEPARATOR);
        return new DocumentName(separator < 0 ? address : address.substring(0, separator));
    }

    private void deny(HocuspocusDialect dialect, String reason) {
        log.info("Denied a document: {}", reason);
        send(dialect.denied(reason));
    }

    private void keepUntilLetIn(String address, Message message, int bytes) {
        waitingBytes += bytes + MESSAGE_COST_BYTES;
        if (waitingBytes > limits.maxPreAuthBytes()) {
            metrics.refused(Refusal.PRE_AUTH);
            log.warn("Closed a connection: more than maxPreAuthBytes={} before its token", limits.maxPreAuthBytes());
            close(CloseReason.TOO_LARGE);
            return;
        }
        Waiting kept = waiting.computeIfAbsent(address, missing -> new Waiting());
        kept.messages.add(message);
        kept.bytes += bytes + MESSAGE_COST_BYTES;
    }

    private List<Message> takeWaiting(String address) {
        Waiting kept = waiting.remove(address);
        if (kept == null) {
            return List.of();
        }
        waitingBytes -= kept.bytes;
        return kept.messages;
    }

    private void noteEnded(String address) {
        ended.add(address);
        if (ended.size() > limits.maxDocumentsPerConnection()) {
            ended.remove(ended.iterator().next());
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
            noteEnded(address);
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
