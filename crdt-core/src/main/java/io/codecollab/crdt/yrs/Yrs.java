package io.codecollab.crdt.yrs;

import io.codecollab.crdt.lib0.DecodeException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Native yrs as a whole: whether it is there, and what it does without a document. Thread-safe. */
public final class Yrs {
    private Yrs() {}

    /** Whether the library is in this jar, for this machine, and could be loaded. */
    public static boolean isAvailable() {
        return NativeLibrary.missing() == null;
    }

    /** Why it is not available and what to do about it, as a sentence without a full stop; empty when it is. */
    public static String whatIsMissing() {
        String missing = NativeLibrary.missing();
        return missing == null ? "" : missing;
    }

    /**
     * Does nothing when yrs can be used.
     *
     * @throws IllegalStateException if it cannot; the message says what is missing
     */
    public static void check() {
        if (!isAvailable()) {
            throw new IllegalStateException(whatIsMissing());
        }
    }

    /**
     * One update (V1) with the content of all of these. For updates that are known to be well-formed: yrs does not check
     * everything.
     *
     * @throws DecodeException if yrs does not take one of them for an update
     */
    public static byte[] mergeUpdates(List<byte[]> updates) {
        check();
        return known(NativeLibrary.merge(updates.toArray(byte[][]::new)));
    }

    /**
     * What of an update (V1) a peer with this state vector lacks. For bytes that are known to be well-formed: yrs does not
     * check everything.
     *
     * @throws DecodeException if yrs does not take them for an update and a state vector
     */
    public static byte[] diffUpdate(byte[] update, byte[] stateVector) {
        check();
        return known(NativeLibrary.diffUpdate(update, stateVector));
    }

    /**
     * The encoded state vector of what is in an update (V1). For updates that are known to be well-formed: yrs does not
     * check everything.
     *
     * @throws DecodeException if yrs does not take it for an update
     */
    public static byte[] encodeStateVectorFromUpdate(byte[] update) {
        check();
        return known(NativeLibrary.stateVectorFromUpdate(update));
    }

    private static byte[] known(byte @Nullable [] bytes) {
        if (bytes == null) {
            String reason = new String(NativeLibrary.failure(0), StandardCharsets.UTF_8);
            throw new DecodeException("yrs refuses the update: " + reason, 0);
        }
        return bytes;
    }

    /** Bytes of native memory that all replicas of this process have in use. */
    public static long bytesInUse() {
        check();
        return NativeLibrary.bytesInUse();
    }

    /**
     * Crosses into native code and back with an array, and does nothing there: what a call costs before any work is done.
     *
     * @return the array's length
     */
    public static int crossing(byte[] bytes) {
        return NativeLibrary.nothing(bytes);
    }
}
