package io.codecollab.server.storage;

import io.codecollab.persistence.JournalChanges;
import io.codecollab.persistence.JournalChanges.DocumentChange;
import io.codecollab.persistence.JournalPosition;
import io.codecollab.persistence.SharedUpdateStore;
import io.codecollab.persistence.StoreUnavailableException;
import io.codecollab.persistence.StoredDocument;
import io.codecollab.persistence.StoredUpdate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what other servers wrote to open documents and hands it on. One thread at a time. */
final class JournalReader {

    private static final Logger log = LoggerFactory.getLogger(JournalReader.class);

    /** Rows in memory at once, of all documents together. */
    private static final int ROWS_AT_A_TIME = 256;

    private final SharedUpdateStore store;
    private final Predicate<String> isOpen;
    private final JournalFollower.Sink sink;

    JournalReader(SharedUpdateStore store, Predicate<String> isOpen, JournalFollower.Sink sink) {
        this.store = store;
        this.isOpen = isOpen;
        this.sink = sink;
    }

    /**
     * Hands on all that came after a position, and returns where to go on.
     *
     * @throws StoreUnavailableException if the database fails in between; some was handed on then, and may be again
     */
    JournalPosition read(JournalPosition since) {
        JournalChanges changes = store.changesSince(since);
        Set<String> toLoad = new LinkedHashSet<>();
        Map<Long, String> toRead = new HashMap<>();
        List<Long> sequences = new ArrayList<>();
        for (DocumentChange change : changes.documents()) {
            // asked now and not before: a document that is opened from here on finds all of this in the store
            if (!isOpen.test(change.document())) {
                continue;
            }
            if (change.replaced()) {
                toLoad.add(change.document());
                continue;
            }
            for (Long sequence : change.sequences()) {
                toRead.put(sequence, change.document());
                sequences.add(sequence);
            }
        }
        for (int start = 0; start < sequences.size(); start += ROWS_AT_A_TIME) {
            int end = Math.min(start + ROWS_AT_A_TIME, sequences.size());
            toLoad.addAll(handRows(sequences.subList(start, end), toRead));
        }
        toLoad.forEach(this::handDocument);
        return changes.next();
    }

    /** Returns the documents that have to be loaded because rows of theirs are gone. */
    private Set<String> handRows(List<Long> sequences, Map<Long, String> documents) {
        Set<Long> gone = new LinkedHashSet<>(sequences);
        for (StoredUpdate row : store.updates(sequences)) {
            gone.remove(row.sequence());
            hand(Objects.requireNonNull(documents.get(row.sequence())), row.update());
        }
        Set<String> incomplete = new LinkedHashSet<>();
        gone.forEach(sequence -> incomplete.add(Objects.requireNonNull(documents.get(sequence))));
        return incomplete;
    }

    private void handDocument(String document) {
        StoredDocument stored;
        try {
            stored = store.load(document);
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            log.error("Cannot read what others wrote, document={}", document, e); // a later version did, for example
            return;
        }
        if (stored.hasSnapshot()) {
            hand(document, stored.snapshot());
        }
        stored.journal().forEach(row -> hand(document, row.update()));
    }

    private void hand(String document, byte[] update) {
        try {
            sink.stored(document, update);
        } catch (RuntimeException e) {
            log.error("An update of another server was not taken, document={}, bytes={}", document, update.length, e);
        }
    }
}
