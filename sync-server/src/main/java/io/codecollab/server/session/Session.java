package io.codecollab.server.session;

import io.codecollab.crdt.Replica;
import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.server.auth.Role;
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

    /** The empty update. */
    private static final byte[] NOTHING = {0, 0};

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

    private volatile Standing standing;
    private final AtomicBoolean paused = new AtomicBoolean();
    private volatile boolean owesTooMuch;
    private volatile boolean closed;
    private long mergeCount; // connection thread only

    // document thread only
    private final Outbox outbox;
    private final SavedVersions versions = new SavedVersions();
    private int refusedCount; // edits the client still has and the document does not

    Session(
            Document document,
            Dialect dialect,
            Connection connection,
            SessionLimits limits,
            Metrics metrics,
            Standing standing,
            Closer closer) {
        this.document = document;
        this.standing = standing;
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
            announce(presence.update());
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
            tellOthers(tell.text());
        }
    }

    private void announce(byte[] said) {
        byte[] update = said;
        if (!standing.who().isAnonymous()) {
            try {
                update = Stamp.put(said, standing.who());
            } catch (DecodeException e) {
                log.warn("Closed a session, document={}: {}", document.name(), e.getMessage());
                document.leave(this);
                close(CloseReason.MALFORMED);
                return;
            }
        }
        noteTaken(update.length);
        document.announce(this, update);
    }

    private void tellOthers(String text) {
        if (!standing.role().atLeast(Role.COMMENTER)) {
            metrics.dropped(Drop.FORBIDDEN_MESSAGE);
            return;
        }
        noteTaken(text.length());
        document.tellOthers(this, text);
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
        if (standing.mayWrite()) {
            document.merge(this, update, isAnswer);
        } else {
            document.read(this, replica -> refuse(replica, update, isAnswer));
        }
    }

    /** Document thread. What is no news is no edit: clients tell the server all they have when they come. */
    private void refuse(Replica replica, byte[] update, boolean isAnswer) {
        unprocessedBytes.addAndGet(-update.length); // the document itself was handed nothing
        if (isAnswer && Contained.in(replica, update)) {
            sendIfAny(dialect.saved(update, true));
            tellVersion(versions.saved(true));
        } else {
            refusedCount++;
            metrics.dropped(Drop.FORBIDDEN_EDIT);
            sendIfAny(dialect.refused());
        }
        flush();
    }

    /**
     * What the client may do has changed, or who it is. If it may write now, it is asked for what was refused before: later
     * edits are made on top of that.
     */
    void changed(Standing now) {
        boolean mayWrite = now.mayWrite();
        boolean isOther = mayWrite != standing.mayWrite();
        standing = now;
        if (isOther) {
            noteTaken(0);
            document.read(this, replica -> {
                sendIfAny(dialect.scope(mayWrite));
                if (mayWrite && refusedCount > 0) {
                    outbox.send(dialect.syncRequest(replica.encodeStateVector()));
                }
                flush();
            });
        }
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
        dialect.welcome(stateVector, presence, standing.mayWrite()).forEach(outbox::send);
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
        if (edit.isAnswer() && refusedCount > 0) {
            makeUpForRefused();
        }
        sendIfAny(dialect.saved(edit.update(), edit.isAnswer()));
        tellVersion(versions.saved(edit.isAnswer()));
    }

    /** The client's answer brought all that was refused before: it counts each of those messages, and not the answer. */
    private void makeUpForRefused() {
        versions.madeUpFor(refusedCount);
        for (; refusedCount > 1; refusedCount--) {
            sendIfAny(dialect.saved(NOTHING, true));
        }
        refusedCount = 0;
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
