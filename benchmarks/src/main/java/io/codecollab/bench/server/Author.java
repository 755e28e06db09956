package io.codecollab.bench.server;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.DocOptions;
import io.codecollab.crdt.YText;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody who types one letter after the other at the end of a text: updates of 20 to 25 bytes, as Yjs writes them. One thread
 * at a time.
 */
final class Author {

    private static final String LETTERS = "the quick brown fox jumps over the lazy dog ";

    private final Doc doc = new Doc(DocOptions.defaults().withClientId(Crowd.client(0)));
    private final YText text = doc.getText("text");
    private final List<byte[]> updates = new ArrayList<>();
    private int typed;

    Author() {
        var unused = doc.onUpdate((update, origin, source, transaction) -> updates.add(update));
    }

    /** The next so many letters, an update each. */
    List<byte[]> type(int count) {
        updates.clear();
        for (int i = 0; i < count; i++) {
            int letter = typed++ % LETTERS.length();
            text.insert(text.length(), LETTERS.substring(letter, letter + 1));
        }
        return List.copyOf(updates);
    }

    String text() {
        return text.toString();
    }
}
