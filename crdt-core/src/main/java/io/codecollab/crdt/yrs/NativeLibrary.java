package io.codecollab.crdt.yrs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The functions of the native library, and how it gets into the process: it is copied from the jar to a temporary file,
 * loaded, and the file is deleted again. Only {@link NativeDocument} and {@link Yrs} call the functions.
 *
 * <p>Thread-safe, except that no two calls may be made on one document at a time. An address is what {@link #open} returned
 * and {@link #close} was not given yet; with any other the process crashes.
 */
final class NativeLibrary {

    /** The bytes are no update, or no state vector; the document is as it was. */
    static final int REFUSED = -1;

    /** yrs failed in the midst of a change; the document must be closed. */
    static final int BROKEN = -2;

    /** The index is beyond the end of the text; the document is as it was. */
    static final int OUT_OF_BOUNDS = -3;

    /** {@link #apply}: the visible document or its state vector changed. */
    static final int CHANGED = 1;

    /** {@link #apply}: all of the update was new. */
    static final int WHOLE = 2;

    /** Why there is no library; null when it is loaded. */
    private static final @Nullable String MISSING = load();

    private NativeLibrary() {}

    /** Why the library cannot be used, as a sentence; null when it can. */
    static @Nullable String missing() {
        return MISSING;
    }

    private static @Nullable String load() {
        String resource = platform() + "/" + System.mapLibraryName("codecollab_yrs");
        try (InputStream library = NativeLibrary.class.getResourceAsStream(resource)) {
            if (library == null) {
                return "this build has no native yrs for " + platform() + ": build it with Rust's cargo on the PATH, "
                        + "mvn -B package -DskipTests -Pyrs";
            }
            Path copy = Files.createTempFile("codecollab-yrs-", ".library");
            try {
                Files.write(copy, library.readAllBytes());
                System.load(copy.toString());
            } finally {
                deleteIfPossible(copy);
            }
            return null;
        } catch (IOException | UnsatisfiedLinkError | SecurityException e) {
            return "native yrs for " + platform() + " is there but cannot be loaded: " + e.getMessage();
        }
    }

    /** Windows does not delete what is in use; there the file stays until somebody cleans up. */
    private static void deleteIfPossible(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException inUse) {
            // the library is loaded, which is what matters
        }
    }

    /** Operating system and processor, as the build names them: {@code linux-x86_64}. */
    static String platform() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String name = system.startsWith("mac") ? "macos" : system.startsWith("windows") ? "windows" : system;
        return name + "-" + (processor.equals("amd64") ? "x86_64" : processor);
    }

    /** A new document; its address, or 0 when there was no memory for it. */
    static native long open(long clientId);

    static native void close(long address);

    /** Flags, or a negative number. */
    static native int apply(long address, byte[] update);

    /** Decodes an update and does nothing with it; 0, or a negative number. */
    static native int read(long address, byte[] update);

    /** What of the last update was new when it was not {@link #WHOLE}; null when nothing was. */
    static native byte @Nullable [] takeRest(long address);

    /** Why the last call on this document failed (address 0: the last one without a document on this thread), in UTF-8. */
    static native byte[] failure(long address);

    /** Null when yrs failed, as for all that return arrays. */
    static native byte @Nullable [] stateVector(long address);

    static native byte @Nullable [] state(long address);

    static native byte @Nullable [] diff(long address, byte[] stateVector);

    static native byte @Nullable [] text(long address, byte[] root);

    /** 0, or a negative number. */
    static native int insert(long address, byte[] root, int index, byte[] text);

    /** 0, or a negative number. */
    static native int remove(long address, byte[] root, int index, int count);

    static native long memoryBytes(long address);

    /** Bytes in use by all documents of the process. */
    static native long bytesInUse();

    static native byte @Nullable [] merge(byte[][] updates);

    static native byte @Nullable [] diffUpdate(byte[] update, byte[] stateVector);

    static native byte @Nullable [] stateVectorFromUpdate(byte[] update);

    /** Takes an array the way {@link #apply} does, and does nothing with it; returns its length. */
    static native int nothing(byte[] bytes);
}
