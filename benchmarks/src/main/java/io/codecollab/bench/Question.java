package io.codecollab.bench;

import io.codecollab.crdt.Doc;
import java.util.List;

/**
 * What the questions about documents share: the traces, and how a document is made of them.
 *
 * <p>Benchmark thread only.
 */
public abstract class Question extends TimedQuestion {

    final Traces traces = Traces.open();

    static Doc load(byte[] update) {
        Doc doc = new Doc();
        doc.applyUpdate(update);
        return doc;
    }

    static Doc applyAll(Doc doc, List<byte[]> updates) {
        for (byte[] update : updates) {
            doc.applyUpdate(update);
        }
        return doc;
    }

    static String text(Doc doc) {
        return doc.getText("text").toString();
    }
}
