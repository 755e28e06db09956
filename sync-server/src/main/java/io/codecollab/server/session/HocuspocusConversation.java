package io.codecollab.server.session;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.server.auth.TokenSources;
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

    private static final char SESSION_ID_SEPARATOR = 0;

    /** Who has not been let in to any document by then is not going to be. */
    private static final long FIRST_TOKEN_TIMEOUT_MS = 60_000;

    private final Documents documents;
    private final Admissions admissions;
    private final Connection connection;
    private final SessionLimits limits;
    private final Metrics metrics;

    /** By address: those whose token came, let in or not yet. */
    private final Map<String, Attendance> attendances = new HashMap<>();

    private final Map<String, Waiting> waiting = new HashMap<>();
    private final PreAuthBudget budget;

    /** Documents that ended, the longest ended first. */
    private final Set<String> ended = new LinkedHashSet<>();

    private boolean understandsPing;
    private boolean everLetIn;
    private boolean closed;

    /** What a client said of a document before it was let in. */
    private static final class Waiting {
        final List<Message> messages = new ArrayList<>();
        long cost;
    }

    private HocuspocusConversation(
            Documents documents, Admissions admissions, Connection connection, SessionLimits limits, Metrics metrics) {
        this.documents = documents;
        this.admissions = admissions;
        this.connection = connection;
        this.limits = limits;
        this.metrics = metrics;
        this.budget = new PreAuthBudget(limits.maxPreAuthBytes());
    }

    static HocuspocusConversation begin(
            Documents documents, Admissions admissions, Connection connection, SessionLimits limits, Metrics metrics) {
        HocuspocusConversation conversation =
                new HocuspocusConversation(documents, admissions, connection, limits, metrics);
        if (admissions.asks()) {
            var unused = connection.later(FIRST_TOKEN_TIMEOUT_MS, conversation::closeIfNeverLetIn);
        }
        return conversation;
    }

    private void closeIfNeverLetIn() {
        if (!everLetIn && !closed) {
            close(CloseReason.TOKEN_MISSING);
        }
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
        Attendance attendance = attendances.get(address);
        if (message instanceof Message.Authenticate authenticate) {
            understandsPing |= !authenticate.clientVersion().isEmpty();
            ended.remove(address);
            if (attendance == null) {
                attend(address, dialect, authenticate.token());
            } else {
                attendance.present(authenticate.token());
            }
        } else if (message instanceof Message.Leave) {
            takeWaiting(address);
            if (attendance != null) {
                attendance.end();
                noteEnded(address);
            }
        } else if ((attendance == null || !attendance.receive(message)) && !ended.contains(address)) {
            keepUntilLetIn(address, message, bytes);
        }
    }

    private void attend(String address, HocuspocusDialect dialect, String token) {
        if (attendances.size() >= limits.maxDocumentsPerConnection()) {
            takeWaiting(address);
            metrics.refused(Refusal.DOCUMENTS_PER_CONNECTION);
            deny(dialect, "too many documents on one connection");
            return;
        }
        DocumentName name;
        try {
            name = documentName(address);
        } catch (IllegalArgumentException e) {
            takeWaiting(address);
            metrics.refused(Refusal.NAME);
            deny(dialect, String.valueOf(e.getMessage()));
            return;
        }
        Attendance attendance = new Attendance(address, name, dialect);
        attendances.put(address, attendance);
        attendance.present(token);
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
        if (!budget.take(bytes)) {
            metrics.refused(Refusal.PRE_AUTH);
            log.warn("Closed a connection: more than maxPreAuthBytes={} before its token", limits.maxPreAuthBytes());
            close(CloseReason.TOO_LARGE);
            return;
        }
        Waiting kept = waiting.computeIfAbsent(address, missing -> new Waiting());
        kept.messages.add(message);
        kept.cost += PreAuthBudget.cost(bytes);
    }

    private List<Message> takeWaiting(String address) {
        Waiting kept = waiting.remove(address);
        if (kept == null) {
            return List.of();
        }
        budget.giveBack(kept.cost);
        return kept.messages;
    }

    private void noteEnded(String address) {
        ended.add(address);
        if (ended.size() > limits.maxDocumentsPerConnection()) {
            ended.remove(ended.iterator().next());
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
        attendances.values().forEach(Attendance::writable);
    }

    @Override
    public void keepAlive() {
        if (understandsPing) {
            send(HocuspocusDialect.ping());
        } else {
            attendances.values().stream()
                    .filter(attendance -> attendance.seat.isTaken())
                    .findFirst()
                    .ifPresent(attendance -> send(attendance.dialect.keepAlive()));
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
        List.copyOf(attendances.values()).forEach(Attendance::end);
    }

    /** The client on one of its documents. */
    private final class Attendance implements Admission.Guest {

        private final String address;
        private final HocuspocusDialect dialect;
        private final Seat seat;
        private final Admission admission;

        Attendance(String address, DocumentName name, HocuspocusDialect dialect) {
            this.address = address;
            this.dialect = dialect;
            this.seat = new Seat(documents, name, dialect, connection, limits, metrics);
            this.admission = admissions.of(name, dialect.name(), connection, this, metrics);
        }

        /** A client that is given no token for a document may have said who it is when it connected. */
        void present(String token) {
            admission.present(TokenSources.firstOf(token, connection.token()));
        }

        /** False if they are not let in yet. */
        boolean receive(Message message) {
            Session session = seat.session();
            if (session != null) {
                session.receive(message);
            }
            return session != null;
        }

        @Override
        public void letIn(Standing standing) {
            everLetIn = true;
            Session joined =
                    seat.take(standing, (done, reason) -> connection.executor().execute(() -> onClosed(reason)));
            takeWaiting(address).forEach(joined::receive);
        }

        @Override
        public void changed(Standing standing) {
            seat.changed(standing);
        }

        @Override
        public void askForToken() {
            send(dialect.askForToken());
        }

        /**
         * The connection stays, for its other documents, unless the client had better come back: later, or with a fresh
         * token. Version 2 cannot be asked for one.
         */
        @Override
        public void turnAway(CloseReason reason) {
            boolean wasIn = seat.isTaken();
            takeWaiting(address);
            end();
            noteEnded(address);
            if (reason == CloseReason.OVERLOADED) {
                close(reason);
                return;
            } else if (wasIn && reason == CloseReason.TOKEN_EXPIRED) {
                close(CloseReason.TOKEN_RENEWAL);
                return;
            }
            deny(dialect, reason.text());
            if (wasIn) {
                metrics.closed(reason.name());
                send(dialect.closed(reason.text()));
            }
        }

        /** The document is done with the session. Only what is wrong with this one document leaves the others alone. */
        private void onClosed(CloseReason reason) {
            if (!seat.isTaken()) {
                return;
            }
            end();
            if (reason == CloseReason.MALFORMED || reason == CloseReason.TOO_LARGE) {
                noteEnded(address);
                metrics.closed(reason.name());
                send(dialect.closed(reason.text()));
            } else {
                close(reason);
            }
        }

        void writable() {
            seat.writable();
        }

        void end() {
            attendances.remove(address, this);
            admission.end();
            seat.leave();
        }
    }
}
