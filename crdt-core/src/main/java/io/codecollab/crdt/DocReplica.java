package io.codecollab.crdt;

import io.codecollab.crdt.update.UpdateCursor;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Replica} on the Java engine.
 *
 * <p>Not thread-safe: one writer at a time, and readers need the same lock.
 */
public final class DocReplica implements Replica {
    private static final byte[] EMPTY_UPDATE = {0, 0};

    private final Doc doc;
    private byte @Nullable [] encodedState;
    private int encodedVersion;

    /** An empty replica that never writes by itself. */
    public DocReplica() {
        this(new Doc(DocOptions.defaults().withCleanupFormatting(false)));
    }

    /** A replica that is this document. */
    public DocReplica(Doc doc) {
        this.doc = doc;
    }

    public Doc doc() {
        return doc;
    }

    @Override
    public Applied applyUpdate(byte[] update) {
        AppliedUpdate applied = doc.apply(UpdateCursor.v1(update, doc.limits()), this);
        boolean changed = applied.changedAnything();
        boolean parked = applied.hasParkedAnythingNew();
        boolean wasAllNew = applied.wasAllNew() && !applied.hasParked();
        byte[] worthPassingOn;
        if (parked || (changed && wasAllNew)) {
            worthPassingOn = update;
        } else {
            worthPassingOn = changed ? applied.encode() : EMPTY_UPDATE;
        }
        return new Applied(worthPassingOn, changed, parked);
    }

    @Override
    public byte[] encodeStateVector() {
        return doc.encodeStateVector();
    }

    @Override
    public byte[] encodeStateAsUpdate() {
        byte[] encoded = encodedState;
        if (encoded == null || encodedVersion != doc.version()) {
            encoded = doc.encodeStateAsUpdate();
            encodedState = encoded;
            encodedVersion = doc.version();
        }
        return encoded;
    }

    @Override
    public byte[] encodeStateAsUpdate(byte[] stateVector) {
        return doc.encodeStateAsUpdate(stateVector);
    }

    @Override
    public String text(String rootName) {
        Branch root = doc.root(rootName);
        return root == null ? "" : TextContent.plain(root);
    }

    @Override
    public int structCount() {
        return doc.structCount();
    }

    @Override
    public int pendingBytes() {
        return doc.pendingBytes();
    }

    @Override
    public long memoryBytes() {
        byte[] encoded = encodedState;
        return MemoryEstimate.of(doc) + (encoded == null ? 0 : MemoryEstimate.ARRAY_HEADER + encoded.length);
    }

    @Override
    public void close() {
        encodedState = null;
    }
}
