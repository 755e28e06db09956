package io.codecollab.server.document;

import io.codecollab.crdt.Replica;
import io.codecollab.server.ops.Drop;
import io.codecollab.server.ops.Metrics;

/**
 * How large a document is: an upper bound of its encoded size, and an estimate of its memory. Both are measured only when enough
 * was merged since, so that a keystroke does not pay for it. Document thread only, unless a method says otherwise.
 */
final class DocumentSize {

    /** A document of so many bytes of memory may take milliseconds to encode. */
    private static final long LARGE_BYTES = 32L << 20;

    /** A document of so few bytes of memory is weighed whenever something was done to it. */
    private static final long SMALL_BYTES = 4 << 10;

    /** What was merged since counts when it is so large a part of the whole. */
    private static final int WORTHWHILE_DIVISOR = 16;

    private final long maxEncodedBytes;
    private final Metrics metrics;
    private volatile long memoryBytes;
    private long encodedBytes;
    private long measuredBytes;
    private long unweighedBytes;

    /** @param maxEncodedBytes what the document may have as one update */
    DocumentSize(long maxEncodedBytes, Metrics metrics) {
        this.maxEncodedBytes = maxEncodedBytes;
        this.metrics = metrics;
    }

    /** An estimate. On any thread. */
    long memoryBytes() {
        return memoryBytes;
    }

    /** Whether looking at all of it may take long. On any thread. */
    boolean isLarge() {
        return memoryBytes > LARGE_BYTES;
    }

    /** It was loaded, and takes so much memory. On any thread. */
    void weighed(long newMemoryBytes) {
        memoryBytes = newMemoryBytes;
    }

    /** It has so many bytes as one update. */
    void measured(int newEncodedBytes) {
        encodedBytes = newEncodedBytes;
        measuredBytes = newEncodedBytes;
    }

    /** So much was merged. */
    void grew(int updateBytes) {
        encodedBytes += updateBytes;
        unweighedBytes += updateBytes;
    }

    /** @throws RefusedException if the document would be too large with so much more */
    void requireRoomFor(int updateBytes, Replica replica) {
        if (encodedBytes + updateBytes <= maxEncodedBytes) {
            return;
        }
        measureIfWorthwhile(replica);
        if (encodedBytes + updateBytes > maxEncodedBytes) {
            metrics.dropped(Drop.LARGE_DOCUMENT);
            throw new RefusedException(
                    CloseReason.TOO_LARGE,
                    "document too large, bytes=" + encodedBytes + ", more=" + updateBytes + ", maxBytes="
                            + maxEncodedBytes);
        }
    }

    /** Finds the exact size where the sum of all updates is too much; not for every keystroke in a document that is full. */
    private void measureIfWorthwhile(Replica replica) {
        if (encodedBytes - measuredBytes >= maxEncodedBytes / WORTHWHILE_DIVISOR) {
            measured(replica.encodeStateAsUpdate().length);
        }
    }

    /** Estimates the memory again when it may have changed much: it takes about as long as a keystroke. */
    void weighIfWorthwhile(Replica replica) {
        if (memoryBytes < SMALL_BYTES || unweighedBytes * WORTHWHILE_DIVISOR >= memoryBytes) {
            memoryBytes = replica.memoryBytes();
            unweighedBytes = 0;
        }
    }
}
