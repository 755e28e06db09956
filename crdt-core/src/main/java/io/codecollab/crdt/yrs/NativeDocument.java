package io.codecollab.crdt.yrs;

import io.codecollab.crdt.lib0.DecodeException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The one owner of a document's address.
 *
 * <p>Thread-safe: every call holds the lock of this object, so that closing (also by the {@link java.lang.ref.Cleaner} of a
 * replica that was forgotten) waits for the call that runs, and a misuse from two threads is slow but never touches freed
 * memory. Not contended, the lock costs some 20 ns.
 */
final class NativeDocument implements Runnable {

    private long address;
    private @Nullable String broken;

    NativeDocument(long clientId) {
        address = NativeLibrary.open(clientId);
        if (address == 0) {
            throw new IllegalStateException("yrs could not open a document");
        }
    }

    /** Releases the document; every later call is refused. */
    @Override
    public synchronized void run() {
        if (address != 0) {
            NativeLibrary.close(address);
            address = 0;
        }
    }

    /**
     * @return flags of {@link NativeLibrary}
     * @throws DecodeException if yrs does not take it for an update; nothing has changed
     */
    synchronized int apply(byte[] update) {
        int flags = NativeLibrary.apply(open(), update);
        if (flags == NativeLibrary.REFUSED) {
            throw new DecodeException("yrs refuses the update: " + reason(), 0);
        } else if (flags < 0) {
            throw broke();
        }
        return flags;
    }

    /** @throws DecodeException if yrs will not take it for an update when its time has come */
    synchronized void checkReadable(byte[] update) {
        if (NativeLibrary.read(open(), update) < 0) {
            throw new DecodeException("yrs refuses the update: " + reason(), 0);
        }
    }

    synchronized byte @Nullable [] takeRest() {
        return NativeLibrary.takeRest(open());
    }

    synchronized byte[] stateVector() {
        return known(NativeLibrary.stateVector(open()));
    }

    synchronized byte[] state() {
        return known(NativeLibrary.state(open()));
    }

    synchronized byte[] diff(byte[] stateVector) {
        return known(NativeLibrary.diff(open(), stateVector));
    }

    synchronized String text(String root) {
        return new String(known(NativeLibrary.text(open(), utf8(root))), StandardCharsets.UTF_8);
    }

    synchronized void insert(String root, int index, String text) {
        done(NativeLibrary.insert(open(), utf8(root), index, utf8(text)), index);
    }

    synchronized void remove(String root, int index, int count) {
        done(NativeLibrary.remove(open(), utf8(root), index, count), index);
    }

    /** @throws IllegalStateException if it is closed, or good for nothing else */
    synchronized void check() {
        open();
    }

    synchronized long memoryBytes() {
        return NativeLibrary.memoryBytes(open());
    }

    private long open() {
        if (address == 0) {
            throw new IllegalStateException("this replica is closed");
        } else if (broken != null) {
            throw new IllegalStateException(broken);
        }
        return address;
    }

    private byte[] known(byte @Nullable [] bytes) {
        if (bytes == null) {
            throw broke();
        }
        return bytes;
    }

    private void done(int result, int index) {
        if (result == NativeLibrary.OUT_OF_BOUNDS) {
            throw new IndexOutOfBoundsException("index=" + index);
        } else if (result < 0) {
            throw broke();
        }
    }

    private IllegalStateException broke() {
        String message = "yrs failed and its document cannot be used any more: " + reason();
        broken = message;
        return new IllegalStateException(message);
    }

    private String reason() {
        return new String(NativeLibrary.failure(address), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
