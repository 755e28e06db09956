package io.codecollab.server.http.api;

import io.codecollab.crdt.update.StateVector;
import io.codecollab.server.document.DocumentName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The Yjs client ids under which edits over REST are made. Thread-safe.
 *
 * <p>A document remembers every client for ever, so each edit cannot have one of its own: a program that edits once a second
 * would make any document unusable in a day. An id is used again, by one edit at a time, and only when the document has exactly
 * what was written under it and all of that is stored; otherwise two edits might claim the same clocks.
 */
final class Authors {

    private static final int MAX_IDLE = 10_000;

    /**
     * A client id.
     *
     * @param clock how much was written under it
     */
    record Author(long client, int clock) {}

    // guarded by this
    private final Map<DocumentName, Author> idle = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<DocumentName, Author> eldest) {
            return size() > MAX_IDLE;
        }
    };

    /**
     * An author for one edit.
     *
     * @param known what is in the document to be edited
     */
    synchronized Author borrow(DocumentName document, StateVector known) {
        @Nullable Author author = idle.remove(document);
        if (author != null && known.get(author.client()) == author.clock()) {
            return author;
        }
        while (true) {
            long client = ThreadLocalRandom.current().nextLong(1L << 32);
            if (!known.contains(client)) {
                return new Author(client, 0);
            }
        }
    }

    /** The edit is stored: its author may make another one. */
    synchronized void giveBack(DocumentName document, Author author) {
        idle.put(document, author);
    }
}
