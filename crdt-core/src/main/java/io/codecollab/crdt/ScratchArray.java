package io.codecollab.crdt;

import java.util.concurrent.atomic.AtomicReference;

/**
 * One array that encodings are written to before they are copied to their size: an array that is new has to be cleared
 * first, and none of it is in a cache.
 *
 * <p>Thread-safe: whoever comes while another has it gets a new one.
 */
final class ScratchArray {
    private static final int MAX_BYTES = 1 << 20;
    private static final byte[] NONE = {};
    private static final AtomicReference<byte[]> KEPT = new AtomicReference<>(NONE);

    private ScratchArray() {}

    /** An array of at least this many bytes, whatever they are. */
    static byte[] take(int bytes) {
        if (bytes > MAX_BYTES) {
            return new byte[bytes];
        }
        byte[] kept = KEPT.getAndSet(NONE);
        return kept.length >= bytes ? kept : new byte[bytes];
    }

    /** Keeps the longest array that was given back for whoever comes next; nobody else may use it any more. */
    static void giveBack(byte[] array) {
        if (array.length <= MAX_BYTES) {
            KEPT.accumulateAndGet(array, (kept, back) -> back.length > kept.length ? back : kept);
        }
    }
}
