package io.codecollab.server.session;

import io.codecollab.server.document.Broadcast;
import io.codecollab.server.document.CatchUp;
import io.codecollab.server.document.EditBatch;
import io.codecollab.server.document.Subscriber;
import io.codecollab.server.ops.Metrics;
import io.codecollab.server.protocol.Dialect;
import io.codecollab.server.protocol.EncodedFrame;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one client is to be sent of one document, bounded in bytes whatever happens in the document.
 *
 * <pre>
 *            more unsent than allowed, or a large document to send
 *   LIVE  ----------------------------------------------------------->  BEHIND
 *         <-----------------------------------------------------------
 *            all parts sent, and the rest fits
 * </pre>
 *
 * Live, it passes on everything at once. Behind, it keeps nothing but what the client has when it has read what is on its way
 * (a state vector), and the parts of a first answer that are left to send, which are shared with others. Whenever the client
 * has taken what it was sent it gets the next part, and in the end one update with all that happened since.
 *
 * <p>What no update makes up for, confirmations and messages between clients, waits while the client takes nothing: whoever
 * fills this keeps an eye on {@link #owedBytes}. Presence does not wait: who comes back hears of everybody.
 *
 * <p>Document thread only.
 */
final class Outbox {

    private final Connection connection;
    private final Dialect dialect;
    private final long maxBytes;
    private final Metrics metrics;

    /** What the client has, once it has read what was sent; null while live. */
    private byte @Nullable [] behindSince;

    private final Deque<Broadcast> parts = new ArrayDeque<>();
    private final Deque<EncodedFrame> owed = new ArrayDeque<>();
    private long owedBytes;
    private boolean owesAnswer;
    private boolean owesPresence;

    /** In how many parts the last diff came: the next one must be shorter, or it is sent whole. */
    private int lastPartCount = Integer.MAX_VALUE;

    private boolean dirty;

    Outbox(Connection connection, Dialect dialect, long maxBytes, Metrics metrics) {
        this.connection = connection;
        this.dialect = dialect;
        this.maxBytes = maxBytes;
        this.metrics = metrics;
    }

    boolean isBehind() {
        return behindSince != null;
    }

    /** Bytes of confirmations and messages that wait for the client to read. */
    long owedBytes() {
        return owedBytes;
    }

    /** Sends what no update can make up for. */
    void send(EncodedFrame frame) {
        if (isBehind() || isClogged() || !owed.isEmpty()) {
            owed.addLast(frame);
            owedBytes += frame.size();
        } else {
            write(frame);
        }
    }

    /** Passes edits on, the client's own left out. */
    void sendEdits(EditBatch batch, Subscriber self) {
        if (isBehind()) {
            return;
        }
        if (!batch.isFrom(self) && batch.canMerge()) {
            write(batch.encodedAs(as(Form.UPDATE), () -> dialect.update(batch.merged())));
            metrics.updatesDelivered(batch.edits().size());
        } else {
            EditRun run = batch.encodedAs(as(Form.RUN), () -> EditRun.encode(batch, dialect));
            metrics.updatesDelivered(run.sendOthers(self, this::write));
        }
        if (isClogged()) {
            fallBehind(batch.stateVector());
        }
    }

    private void fallBehind(byte[] stateVector) {
        behindSince = stateVector;
        lastPartCount = Integer.MAX_VALUE;
    }

    /** Whether more is on its way to the client than should be; then it becomes writable later, see {@link #resume}. */
    private boolean isClogged() {
        return connection.unsentBytes() > maxBytes && !connection.isWritable();
    }

    /** Passes presence on; a client that does not read it will hear of everybody when it does. */
    void sendPresence(Broadcast presence) {
        if (isBehind() || isClogged()) {
            owesPresence = true;
        } else {
            write(presence.encodedAs(as(Form.PRESENCE), () -> dialect.presence(presence.payload())));
        }
    }

    /** Answers "this is what I have", at once or in parts. */
    void sendAnswer(CatchUp answer) {
        dialect.beforeSyncAnswer(answer.stateVector()).forEach(this::send);
        if (answer.parts().size() == 1 && !isBehind() && connection.isWritable()) {
            write(syncAnswer(answer.parts().get(0)));
            return;
        }
        parts.clear(); // what is left of an earlier answer is in this one
        parts.addAll(answer.parts());
        fallBehind(answer.stateVector());
        owesAnswer = true;
    }

    /**
     * Goes on sending when the client has taken what it was sent.
     *
     * @param diff what the client lacks that has a state vector
     * @param everybody an awareness update of all who are here
     */
    void resume(Function<byte[], CatchUp> diff, Supplier<byte[]> everybody) {
        while (connection.isWritable()) {
            if (!owed.isEmpty()) {
                EncodedFrame frame = owed.removeFirst();
                owedBytes -= frame.size();
                write(frame);
            } else if (!parts.isEmpty()) {
                writeUpdate(parts.removeFirst());
            } else if (behindSince != null) {
                catchUp(diff.apply(behindSince));
            } else if (owesPresence) {
                owesPresence = false;
                write(dialect.presence(everybody.get()));
            } else {
                return;
            }
        }
    }

    /**
     * Sends a diff and is live again, or takes it in parts and asks for another when they are sent. A diff has all deletions
     * of the document, so it may be long though nothing is new: one that is no shorter than the last is sent whole.
     */
    private void catchUp(CatchUp rest) {
        int count = rest.parts().size();
        if (count > 1 && count < lastPartCount) {
            lastPartCount = count;
            parts.addAll(rest.parts());
            behindSince = rest.stateVector();
            return;
        }
        rest.parts().subList(0, count - 1).forEach(this::writeUpdate);
        Broadcast last = rest.parts().get(count - 1);
        if (owesAnswer) {
            write(syncAnswer(last));
        } else {
            writeUpdate(last);
            metrics.slowClientDiff();
        }
        owesAnswer = false;
        owesPresence = true;
        behindSince = null;
    }

    private void writeUpdate(Broadcast update) {
        write(update.encodedAs(as(Form.UPDATE), () -> dialect.update(update.payload())));
    }

    private EncodedFrame syncAnswer(Broadcast update) {
        return update.encodedAs(as(Form.ANSWER), () -> dialect.syncAnswer(update.payload()));
    }

    /** What was sent since the last call goes to the operating system. */
    void flush() {
        if (dirty) {
            dirty = false;
            connection.flush();
        }
    }

    private void write(EncodedFrame frame) {
        connection.send(frame);
        dirty = true;
    }

    private Encoding as(Form form) {
        return new Encoding(form, dialect);
    }

    private enum Form {
        UPDATE,
        RUN,
        ANSWER,
        PRESENCE
    }

    /** What those who are sent the very same bytes have in common. */
    private record Encoding(Form form, Dialect dialect) {}
}
