package io.codecollab.server.document;

import io.codecollab.crdt.Doc;
import java.util.ArrayList;
import java.util.List;

/** Types into the text "t" of a document of its own. */
public final class Typist {

    private Typist() {}

    /** One update for each letter. */
    public static List<byte[]> type(long clientId, String text) {
        return type(clientId, text, 1);
    }

    /** One update for so many letters. */
    public static List<byte[]> type(long clientId, String text, int lettersEach) {
        List<byte[]> updates = new ArrayList<>();
        Doc doc = new Doc();
        doc.clientId(clientId);
        doc.onUpdate((update, origin, updated, transaction) -> updates.add(update));
        for (int i = 0; i < text.length(); i += lettersEach) {
            doc.getText("t").insert(i, text.substring(i, Math.min(text.length(), i + lettersEach)));
        }
        return updates;
    }
}
