package io.codecollab.server.e2e;

import static io.codecollab.server.e2e.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Editors who work on the same document. */
final class Room implements AutoCloseable {

    private final List<Editor> editors = new ArrayList<>();

    Room(Editor... editors) {
        this.editors.addAll(List.of(editors));
    }

    void add(Editor editor) {
        editors.add(editor);
    }

    Editor get(int index) {
        return editors.get(index);
    }

    void awaitSync() throws Throwable {
        for (Editor editor : editors) {
            eventually(() -> assertThat(editor.isSynced()).as("synced").isTrue());
        }
    }

    /** All type at once, each with a letter and a seed of its own. */
    void typeTogether(int count, long seed) {
        startTyping(count, seed);
        finishTyping();
    }

    void startTyping(int count, long seed) {
        for (int i = 0; i < editors.size(); i++) {
            editors.get(i).startTyping(count, seed + i, Character.toString('a' + i));
        }
    }

    void finishTyping() {
        editors.forEach(Editor::finishTyping);
    }

    /** Waits until all have the same text and, byte for byte, the same state. Returns the text. */
    String awaitConvergence(String hint) throws Throwable {
        eventually(() -> assertThat(editors.stream().map(Editor::state).distinct())
                .as("different states, %s", hint)
                .hasSize(1));
        assertThat(editors.stream().map(Editor::text).distinct())
                .as("different texts, %s", hint)
                .hasSize(1);
        return editors.get(0).text();
    }

    /** Everybody says who they are, and waits until they see all the others. */
    void introduceEverybody() throws Throwable {
        for (int i = 0; i < editors.size(); i++) {
            editors.get(i).present(Map.of("who", i));
        }
        for (int i = 0; i < editors.size(); i++) {
            Editor editor = editors.get(i);
            List<Map<String, Long>> others = new ArrayList<>();
            for (long other = 0; other < editors.size(); other++) {
                if (other != i) {
                    others.add(Map.of("who", other));
                }
            }
            eventually(() -> assertThat(editor.others().stream().map(Object::toString))
                    .containsExactlyInAnyOrderElementsOf(
                            others.stream().map(Object::toString).toList()));
        }
    }

    @Override
    public void close() {
        editors.forEach(Editor::close);
    }
}
