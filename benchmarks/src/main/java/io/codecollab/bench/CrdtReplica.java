package io.codecollab.bench;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.YArray;
import io.codecollab.crdt.YMap;
import io.codecollab.crdt.YText;
import java.util.List;
import java.util.function.Consumer;

/**
 * One user's copy of a document of the crdt-benchmarks: a text, an array and a map, and updates V2, which is what the
 * public suite has Yjs send.
 *
 * <p>Not thread-safe.
 */
final class CrdtReplica {

    /** What of a document a benchmark is about. */
    enum Part {
        TEXT,
        VALUES,
        ENTRIES
    }

    private final Doc doc;
    private final YText text;
    private final YArray array;
    private final YMap map;

    CrdtReplica(long client) {
        doc = SyntheticTraces.newDoc(client);
        text = doc.getText("text");
        array = doc.getArray("array");
        map = doc.getMap("map");
    }

    /** With a listener that is handed the update of every transaction of the user's own. */
    CrdtReplica(long client, Consumer<byte[]> listener) {
        this(client);
        doc.onUpdateV2((update, origin, source, transaction) -> {
            if (transaction.local()) {
                listener.accept(update);
            }
        });
    }

    /** Several edits of the text, one transaction. */
    void edit(List<Edit> edits) {
        doc.transact(transaction -> {
            for (Edit edit : edits) {
                edit.applyTo(text);
            }
        });
    }

    void insertValues(int index, List<?> values) {
        array.insert(index, values);
    }

    void setEntry(String key, Object value) {
        map.set(key, value);
    }

    void receive(byte[] update) {
        doc.applyUpdateV2(update);
    }

    /** In one transaction. */
    void receiveAll(List<byte[]> updates) {
        doc.transact(transaction -> updates.forEach(doc::applyUpdateV2));
    }

    /** A string, a list or a map. */
    Object read(Part part) {
        return switch (part) {
            case TEXT -> text.toString();
            case VALUES -> array.toList();
            case ENTRIES -> map.entries();
        };
    }

    byte[] save() {
        return doc.encodeStateAsUpdateV2();
    }
}
