package io.codecollab.server.session;

import io.codecollab.server.document.Broadcast;
import io.codecollab.server.document.CatchUp;
import io.codecollab.server.document.CloseReason;
import io.codecollab.server.document.Document;
import io.codecollab.server.document.Edit;
import io.codecollab.server.document.EditBatch;
import io.codecollab.server.document.Subscriber;
import io.codecollab.server.ops.Drop;
import io.codecollab.server.ops.Metrics;
import io.codecollab.server.protocol.Dialect;
import io.codecollab.server.protocol.EncodedFrame;
import io.codecollab.server.protocol.Message;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client on one document. What the client says goes to the document; what the document says goes to the client, in its
 * dialect.
 *
 * <p>{@link #receive}, {@link #writable} and {@link #leave} belong to the connection's thread, the methods of {@link
 * Subscriber} to the document's.
 */
final class Session implements Subscriber {

    private static final Logger log = LoggerFactory.getLogger(Session.class);

    /** What a message costs beyond its bytes: many small ones must not be free. */
    private static final long MESSAGE_COST_BYTES = 128;

    /** Past so many bytes of confirmations that a client does not read, it is not read from either. */
    private static final long MAX_OWED_BYTES = 32 << 10;

    /** Ends a session that its document is done with, on any thread. */
    @FunctionalInterface
    interface Closer {
        void close(Session session, CloseReason reason);
    }

    private final Document document;
    private final Dialect dialect;
    private final Connection connection;
    private final SessionLimits limits;
    private final Metrics metrics;
    private final Closer closer;

    /** Bytes taken from the client which the document has not dealt with. */
    private final AtomicLong unprocessedBytes = new AtomicLong();

    private final AtomicBoolean paused = new AtomicBoolean();
    private volatile boolean owesTooMuch;
    private volatile boolean closed;
    private long mergeCount; // connection thread only

    // document thread only
    private final Outbox outbox;
    private final SavedVersions versions = new SavedVersions();

    Session(
            Document document,
            Dialect dialect,
            Connection connection,
            SessionLimits limits,
            Metrics metrics,
            Closer closer) {
        this.document = document;
        this.dialect = dialect;
        this.connection = connection;
        this.limits = limits;
        this.metrics = metrics;
        this.closer = closer;
        this.outbox = new Outbox(connection, dialect, limits.maxOutboxBytes(), metrics);
    }

    Document document() {
        return document;
    }

    Dialect dialect() {
        return dialect;
    }

    /** Takes a message of the client. */
    void receive(Message message) {
        if (closed) {
            return;
        }
        if (message instanceof Message.Edit edit) {
            merge(edit.update(), false);
        } else if (message instanceof Message.SyncAnswer answer) {
            merge(answer.update(), true);
        } else if (message instanceof Message.Presence presence) {
            noteTaken(presence.update().length);
            document.announce(this, presence.update());
        } else if (message instanceof Message.SyncRequest request) {
            noteTaken(request.stateVector().length);
            document.ask(this, request.stateVector());
        } else if (message instanceof Message.WhoIsHere) {
            noteTaken(0);
            document.askWhoIsHere(this);
        } else if (message instanceof Message.Version version) {
            noteTaken(0);
            long messagesBefore = mergeCount;
            document.run(this, () -> {
                tellVersion(versions.asked(version.version(), messagesBefore));
                dealtWith(0);
            });
        } else if (message instanceof Message.Tell tell) {
            noteTaken(tell.text().length());
            document.tellOthers(this, tell.text());
        }
    }

    private void merge(byte[] update, boolean isAnswer) {
        if (update.length > limits.maxUpdateBytes()) {
            log.warn("Closed a session, document={}: update of bytes={}", document.name(), update.length);
            metrics.dropped(Drop.LARGE_UPDATE);
            document.leave(this);
            close(CloseReason.TOO_LARGE);
            return;
        }
        mergeCount++;
        noteTaken(update.length);
        document.merge(this, update, isAnswer);
    }

    private void noteTaken(int bytes) {
        long cost = bytes + MESSAGE_COST_BYTES;
        if (unprocessedBytes.addAndGet(cost) > limits.maxUnprocessedBytes() || document.isOverloaded()) {
            pause();
            // the document may have caught up between the two lines above
            resumeIfCaughtUp();
        }
    }

    @Override
    public void dealtWith(int bytes) {
        unprocessedBytes.addAndGet(-(bytes + MESSAGE_COST_BYTES));
        resumeIfCaughtUp();
    }

    private void pause() {
        if (paused.compareAndSet(false, true)) {
            connection.pauseReading();
        }
    }

    private void resumeIfCaughtUp() {
        long waiting = unprocessedBytes.get();
        boolean caughtUp = waiting == 0 || (waiting <= limits.maxUnprocessedBytes() / 2 && !document.isOverloaded());
        if (caughtUp && !owesTooMuch && paused.compareAndSet(true, false)) {
            connection.resumeReading();
        }
    }

    /** The client took most of what it was sent. */
    void writable() {
        document.run(this, () -> {
            outbox.resume(document::catchUp, document::everybodyHere);
            noteOwed();
            flush();
        });
    }

    /** Ends this client's part in the document. */
    void leave() {
        closed = true;
        document.leave(this);
    }

    @Override
    public void joined(byte[] stateVector, byte[] presence) {
        dialect.welcome(stateVector, presence).forEach(outbox::send);
    }

    @Override
    public void caughtUp(CatchUp answer) {
        outbox.sendAnswer(answer);
        outbox.resume(document::catchUp, document::everybodyHere);
        noteOwed();
    }

    @Override
    public void edited(EditBatch batch) {
        outbox.sendEdits(batch, this);
    }

    @Override
    public void presenceChanged(Broadcast presence) {
        outbox.sendPresence(presence);
    }

    @Override
    public void told(String message) {
        if (owesTooMuch) {
            metrics.dropped(Drop.UNREAD_MESSAGE);
        } else {
            sendIfAny(dialect.told(message));
        }
    }

    @Override
    public void saved(Edit edit) {
        sendIfAny(dialect.saved(edit.update(), edit.isAnswer()));
        tellVersion(versions.saved(edit.isAnswer()));
    }

    private void tellVersion(long version) {
        if (version != SavedVersions.NONE) {
            sendIfAny(dialect.savedVersion(version));
        }
    }

    private void noteOwed() {
        boolean tooMuch = outbox.owedBytes() > MAX_OWED_BYTES;
        if (tooMuch) {
            owesTooMuch = true;
            pause();
        } else if (owesTooMuch) {
            owesTooMuch = false;
            resumeIfCaughtUp();
        }
    }

    private void sendIfAny(@Nullable EncodedFrame frame) {
        if (frame != null) {
            outbox.send(frame);
            noteOwed();
        }
    }

    @Override
    public void flush() {
        outbox.flush();
    }

    @Override
    public void close(CloseReason reason) {
        closed = true;
        closer.close(this, reason);
    }
}
