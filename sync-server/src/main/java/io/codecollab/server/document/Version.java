package io.codecollab.server.document;

import io.codecollab.crdt.Replica;
import io.codecollab.crdt.update.StateVector;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What a copy of a document has. Immutable.
 *
 * @param stateVector what was inserted
 * @param deletions a digest of what was deleted; {@link #UNKNOWN} when something waits for edits that are missing
 */
public record Version(StateVector stateVector, long deletions) {

    /** A digest that is equal to no other. */
    public static final long UNKNOWN = 0;

    static Version of(Replica replica) {
        byte[] stateVector = replica.encodeStateVector();
        long deletions = replica.pendingBytes() > 0 ? UNKNOWN : digest(replica.encodeStateAsUpdate(stateVector));
        return new Version(StateVector.decode(stateVector), deletions);
    }

    /** Of what nothing but deletions is in. */
    private static long digest(byte[] update) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(update);
            return Math.max(1, ByteBuffer.wrap(hash).getLong() >>> 1);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** Whether everything is in this that is in another, as far as one can tell. */
    boolean covers(Version other) {
        return hasInsertsOf(other) && hasSameDeletesAs(other);
    }

    boolean hasInsertsOf(Version other) {
        for (long client : other.stateVector.clients()) {
            if (stateVector.get(client) < other.stateVector.get(client)) {
                return false;
            }
        }
        return true;
    }

    boolean hasSameDeletesAs(Version other) {
        return deletions == other.deletions && deletions != UNKNOWN;
    }
}
