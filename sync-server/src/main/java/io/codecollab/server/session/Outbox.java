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

    /** Bytes of confirmations that wait for the client to read. */
    long owedBytes() {
        return owedBytes;
    }

    /** Sends what no update can make up for. */
    void send(EncodedFrame frame) {
        if (isBehind()) {
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
        if (connection.unsentBytes() > maxBytes && !connection.isWritable()) {
            behindSince = batch.stateVector();
        }
    }

    /** Passes presence on; while behind, the client will hear of everybody when it is back. */
    void sendPresence(Broadcast presence) {
        if (!isBehind()) {
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
        behindSince = answer.stateVector();
        owesAnswer = true;
    }

    /**
     * Goes on sending when the client has taken what it was sent.
     *
     * @param diff what the client lacks that has a state vector
     * @param everybody an awareness update of all who are here
     */
    void resume(Function<byte[], CatchUp> diff, Supplier<byte[]> everybody) {
        while (isBehind() && connection.isWritable()) {
            if (!owed.isEmpty()) {
                EncodedFrame frame = owed.removeFirst();
                owedBytes -= frame.size();
                write(frame);
            } else if (!parts.isEmpty()) {
                Broadcast part = parts.removeFirst();
                write(part.encodedAs(as(Form.UPDATE), () -> dialect.update(part.payload())));
            } else {
                catchUp(diff.apply(behindSince), everybody);
            }
        }
    }

    private void catchUp(CatchUp rest, Supplier<byte[]> everybody) {
        if (rest.parts().size() > 1) {
            parts.addAll(rest.parts());
            behindSince = rest.stateVector();
            return;
        }
        Broadcast last = rest.parts().get(0);
        write(owesAnswer ? syncAnswer(last) : dialect.update(last.payload()));
        write(dialect.presence(everybody.get()));
        if (!owesAnswer) {
            metrics.slowClientDiff();
        }
        owesAnswer = false;
        behindSince = null;
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
