package io.codecollab.server.e2e;

import static io.codecollab.server.e2e.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The copies of one document that people have at different instances, all of which must become the same. */
final class Copies implements AutoCloseable {

    private final String document;
    private final Map<String, Copy> copies = new LinkedHashMap<>();
    private final Map<String, RawEditor> readers = new LinkedHashMap<>();

    private record Copy(Supplier<String> fingerprint, Supplier<String> text, Supplier<String> description) {}

    Copies(String document) {
        this.document = document;
    }

    Copies add(String whose, Editor editor) {
        copies.put(whose, new Copy(editor::fingerprint, editor::text, () -> "text length=" + editor.length()));
        return this;
    }

    Copies add(String whose, RawEditor editor) {
        copies.put(whose, new Copy(editor::fingerprint, editor::text, editor::toString));
        return this;
    }

    /** Adds what a client that knew nothing is told by an instance, now and from now on. */
    Copies addReader(String whose, String address) {
        RawEditor reader = RawEditor.reader(address, document);
        readers.put(whose, reader);
        return add(whose, reader);
    }

    /** Waits until all have, byte for byte, the same state and the same text; returns the state's fingerprint. */
    String awaitIdentical(Duration patience, String hint) throws Throwable {
        within(
                patience,
                () -> assertThat(copies.values().stream()
                                .map(copy -> copy.fingerprint.get())
                                .distinct())
                        .as("different states, %s: %s", hint, this)
                        .hasSize(1));
        assertThat(copies.values().stream().map(copy -> copy.text.get()).distinct())
                .as("different texts, %s", hint)
                .hasSize(1);
        return copies.values().iterator().next().fingerprint.get();
    }

    /** Checks that each reader has what was acknowledged. */
    void assertHaveAll(Ledger ledger, String hint) {
        readers.forEach((whose, reader) -> assertThat(ledger.complaints(reader.keys()))
                .as("document=%s at %s, %s", document, whose, hint)
                .isEmpty());
    }

    @Override
    public String toString() {
        StringBuilder all = new StringBuilder("document=" + document);
        copies.forEach((whose, copy) -> all.append("\n  ")
                .append(whose)
                .append(": ")
                .append(copy.fingerprint.get(), 0, 12)
                .append(' ')
                .append(copy.description.get()));
        return all.append('\n').toString();
    }

    @Override
    public void close() {
        readers.values().forEach(RawEditor::close);
    }
}
