package io.codecollab.bench;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.YText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The document B4x100 of the public crdt-benchmarks: the sequential trace applied a hundred times to one text, one
 * transaction per edit. Every round writes before the text of the rounds before it, so that the final text is that of the
 * trace a hundred times over.
 *
 * <p>It takes Yjs minutes and the engine seconds to make; the engine makes it, once, into {@link
 * Traces#derivedDirectory()}. On the public trace the result is checked against what Yjs writes: its size.
 *
 * <p>Stateless.
 */
final class HugeDocument {

    static final int COPIES = 100;

    /** The author, the same as that of the trace. */
    private static final long CLIENT = 2_654_435_769L;

    /** The number of edits that tells the public trace, and the bytes Yjs encodes its hundredfold in. */
    private static final int PUBLIC_EDITS = 259_778;

    private static final int PUBLIC_BYTES = 33_486_888;

    private HugeDocument() {}

    /** Makes the file the rivals read, unless it is there. */
    public static void main(String[] args) {
        byte[] update = readOrBuild(Traces.open(), COPIES);
        System.out.println("file=" + file(COPIES) + ", bytes=" + update.length);
    }

    /** The document as one update V1, from the file of an earlier call if there is one. */
    static byte[] readOrBuild(Traces traces, int copies) {
        Path file = file(copies);
        try {
            if (Files.exists(file)) {
                return Files.readAllBytes(file);
            }
            byte[] update = build(traces, copies);
            Files.createDirectories(Traces.derivedDirectory());
            Path unfinished = Files.createTempFile(Traces.derivedDirectory(), "b4x", ".tmp");
            Files.write(unfinished, update);
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return update;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the huge document, file=" + file, e);
        }
    }

    static byte[] build(Traces traces, int copies) {
        Doc doc = new Doc();
        doc.clientId(CLIENT);
        YText text = doc.getText("text");
        List<Edit> edits = traces.edits();
        for (int i = 0; i < copies; i++) {
            for (Edit edit : edits) {
                edit.applyTo(text);
            }
        }
        Check.sameText(text.toString(), traces.finalText("b4").repeat(copies));
        byte[] update = doc.encodeStateAsUpdate();
        if (edits.size() == PUBLIC_EDITS && copies == COPIES && update.length != PUBLIC_BYTES) {
            throw new IllegalStateException(
                    "not the size Yjs writes, size=" + update.length + ", expected size=" + PUBLIC_BYTES);
        }
        return update;
    }

    private static Path file(int copies) {
        return Traces.derivedDirectory().resolve("b4x" + copies + "-v1.bin");
    }
}
