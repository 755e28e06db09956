package io.codecollab.crdt.yrs;

import io.codecollab.crdt.Replica;
import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.lib0.DecodeLimits;
import io.codecollab.crdt.update.StateVector;
import io.codecollab.crdt.update.StructRef;
import io.codecollab.crdt.update.UpdateCursor;
import io.codecollab.crdt.update.Updates;
import java.lang.ref.Cleaner;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Replica} on native yrs.
 *
 * <p>Updates are checked in Java before they go to yrs, which takes much on trust (that text is UTF-8, that lengths are
 * true): what Java's engine refuses is refused here, with the same {@link DecodeException}. What builds on updates that have
 * not arrived waits in Java, too ({@link WaitingRoom}). What yrs itself cannot cope with is an
 * {@link IllegalStateException}, and the replica is good for nothing but {@link #close()} from then on.
 *
 * <p>It has to be closed: its memory is outside the heap. A replica that was forgotten is released some time after the
 * garbage collector has found it.
 *
 * <p>Not thread-safe: one writer at a time, and readers need the same lock.
 */
public final class YrsReplica implements Replica {

    private static final byte[] EMPTY_UPDATE = {0, 0};
    private static final Cleaner CLEANER = Cleaner.create();

    private final NativeDocument document;
    private final Cleaner.Cleanable release;
    private final long clientId;
    private final boolean checks;
    private final WaitingRoom waitingRoom = new WaitingRoom();
    private byte @Nullable [] encodedState;

    /** An empty replica that never writes by itself. */
    public YrsReplica() {
        this(ThreadLocalRandom.current().nextLong(1L << 32));
    }

    /**
     * An empty replica whose own edits bear this client id.
     *
     * @throws IllegalStateException if there is no native yrs, see {@link Yrs#isAvailable()}
     */
    public YrsReplica(long clientId) {
        this(clientId, true);
    }

    private YrsReplica(long clientId, boolean checks) {
        Yrs.check();
        this.clientId = clientId;
        this.checks = checks;
        document = new NativeDocument(clientId);
        release = CLEANER.register(this, document);
    }

    /**
     * A replica that gives every update to yrs unseen, for measurements of yrs alone: an update that is not well-formed may
     * end the process, nothing is said to be parked, and every update is said to be worth passing on.
     */
    public static YrsReplica unchecked(long clientId) {
        return new YrsReplica(clientId, false);
    }

    @Override
    public Applied applyUpdate(byte[] update) {
        document.check();
        if (!checks) {
            int flags = apply(update);
            return new Applied(update, (flags & NativeLibrary.CHANGED) != 0, false);
        }
        WaitingRoom.Admission admission = waitingRoom.consider(update);
        if (admission.parked()) {
            document.checkReadable(update); // while it is still known whose it is
        }
        int flags = admission.ready() == null ? 0 : apply(admission.ready());
        waitingRoom.settle(admission);
        boolean changed = (flags & NativeLibrary.CHANGED) != 0;
        if (admission.parked()) {
            encodedState = null;
        }
        return new Applied(worthPassingOn(update, admission, flags), changed, admission.parked());
    }

    private int apply(byte[] update) {
        int flags = document.apply(update);
        if ((flags & NativeLibrary.CHANGED) != 0) {
            encodedState = null;
        }
        return flags;
    }

    private byte[] worthPassingOn(byte[] update, WaitingRoom.Admission admission, int flags) {
        boolean changed = (flags & NativeLibrary.CHANGED) != 0;
        if (admission.parked() || (changed && admission.ready() != update)) {
            return update;
        } else if ((flags & NativeLibrary.WHOLE) != 0) {
            return update;
        }
        byte[] rest = changed ? document.takeRest() : null;
        return rest == null ? EMPTY_UPDATE : rest;
    }

    @Override
    public byte[] encodeStateVector() {
        return document.stateVector();
    }

    @Override
    public byte[] encodeStateAsUpdate() {
        byte[] encoded = encodedState;
        if (encoded == null) {
            encoded = withWhatWaits(document.state());
            encodedState = encoded;
        }
        document.check();
        return encoded;
    }

    @Override
    public byte[] encodeStateAsUpdate(byte[] stateVector) {
        return withWhatWaits(
                document.diff(checks ? StateVector.decode(stateVector).encode() : stateVector));
    }

    private byte[] withWhatWaits(byte[] integrated) {
        return waitingRoom.isEmpty() ? integrated : Updates.mergeUpdates(List.of(integrated, waitingRoom.update()));
    }

    @Override
    public String text(String rootName) {
        return document.text(rootName);
    }

    /** Types text into a root text, in a transaction of its own; the index counts UTF-16 units. */
    public void insertText(String rootName, int index, String text) {
        encodedState = null;
        document.insert(rootName, checkIndex(index), text);
        if (checks) {
            waitingRoom.wrote(clientId, text.length()); // can be built upon from now on
        }
    }

    /** Deletes some of a root text, in a transaction of its own; index and count are in UTF-16 units. */
    public void deleteText(String rootName, int index, int count) {
        encodedState = null;
        document.remove(rootName, checkIndex(index), checkIndex(count));
    }

    private static int checkIndex(int index) {
        if (index < 0) {
            throw new IndexOutOfBoundsException("index=" + index);
        }
        return index;
    }

    /** Counted in the encoded state, which takes time in proportion to the document: yrs does not tell otherwise. */
    @Override
    public int structCount() {
        UpdateCursor cursor = UpdateCursor.v1(encodeStateAsUpdate(), DecodeLimits.DEFAULT);
        int count = 0;
        while (cursor.next()) {
            count += cursor.ref == StructRef.SKIP ? 0 : 1;
        }
        return count;
    }

    @Override
    public int pendingBytes() {
        document.check();
        return waitingRoom.bytes();
    }

    /** The bytes yrs asked its allocator for, exactly, the state that is kept encoded, and what waits. */
    @Override
    public long memoryBytes() {
        byte[] encoded = encodedState;
        return document.memoryBytes() + waitingRoom.bytes() + (encoded == null ? 0 : encoded.length);
    }

    @Override
    public void close() {
        encodedState = null;
        release.clean();
    }
}
