package io.codecollab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A directory of recorded editing, and what was derived from it.
 *
 * <pre>
 * b4-ops.bin                     the sequential trace: {@link Edit} records
 * b4-updates-v1.bin              the same as updates, one per edit
 * b4-doc-{v1,v2}.bin             the document at its end; b4-final.txt its text
 * hot-{random,typing}-v1.bin     10,000 small updates of another client on top of that document
 * X-doc-{v1,v2}.bin, X-final.txt what trace X (b4, hot-random, hot-typing, trace-friendsforever) leads to
 * X-sv-1000-behind.bin           a state vector 1,000 operations before that
 * conf-NAME.bin, conf-NAME.json  a base document and updates of many clients; the expected content
 * trace-friendsforever-v1.bin    two authors at once
 * NAME.json.gz                   public editing traces, among them the originals of b4 and friendsforever
 * </pre>
 *
 * <p>Immutable.
 */
final class Traces {

    /** The operations a peer lacks whose state vector is in {@code X-sv-1000-behind.bin}. */
    static final int BEHIND = 1_000;

    /** What names of public editing traces end with. */
    static final String EDITING_TRACE = ".json.gz";

    private final Path directory;

    private Traces(Path directory) {
        this.directory = directory;
    }

    /**
     * The traces in the directory named by the system property {@code traces} or else by the environment variable {@code
     * CODECOLLAB_TRACES}; without either, {@linkplain SyntheticTraces synthetic ones}, written once per user.
     */
    static Traces open() {
        String named = setting("traces", "CODECOLLAB_TRACES");
        return in(named == null ? SyntheticTraces.writeOnce(derivedDirectory()) : Path.of(named));
    }

    static Traces in(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new IllegalArgumentException("not a directory of traces, path=" + directory);
        }
        return new Traces(directory);
    }

    /**
     * Where derived and synthetic data are kept: the system property {@code derived}, the environment variable {@code
     * CODECOLLAB_DERIVED_TRACES}, or a folder of this user among the temporary files.
     */
    static Path derivedDirectory() {
        String named = setting("derived", "CODECOLLAB_DERIVED_TRACES");
        return named != null
                ? Path.of(named)
                : Path.of(
                        System.getProperty("java.io.tmpdir"),
                        "codecollab-benchmarks-" + System.getProperty("user.name"));
    }

    private static @Nullable String setting(String property, String variable) {
        String value = System.getProperty(property, System.getenv(variable));
        return value == null || value.isEmpty() ? null : value;
    }

    Path directory() {
        return directory;
    }

    byte[] bytes(String file) {
        try {
            return Files.readAllBytes(directory.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException("no such trace, file=" + file, e);
        }
    }

    String text(String file) {
        try {
            return Files.readString(directory.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException("no such trace, file=" + file, e);
        }
    }

    List<byte[]> records(String file) {
        return Records.split(bytes(file));
    }

    /** The public editing trace of this name: a file of this directory, with or without {@code .json.gz}, or a path. */
    Path editingTrace(String name) {
        return directory.resolve(name.endsWith(EDITING_TRACE) ? name : name + EDITING_TRACE);
    }

    /** The edits of the sequential trace. */
    List<Edit> edits() {
        return records("b4-ops.bin").stream().map(Edit::decode).toList();
    }

    /** The document a trace leads to; {@code format} is {@code v1} or {@code v2}. */
    byte[] document(String trace, String format) {
        return bytes(trace + "-doc-" + format + ".bin");
    }

    /** The updates of a trace, in causal order. The sequential trace starts from nothing, the hot ones from its end. */
    List<byte[]> updates(String trace) {
        return records(trace.equals("b4") ? "b4-updates-v1.bin" : trace + "-v1.bin");
    }

    String finalText(String trace) {
        return text(trace + "-final.txt");
    }

    /** The state vector of a peer that lacks the last {@link #BEHIND} operations of a trace. */
    byte[] stateVectorBehind(String trace) {
        return bytes(trace + "-sv-1000-behind.bin");
    }
}
