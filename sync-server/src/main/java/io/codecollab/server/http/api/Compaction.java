package io.codecollab.server.http.api;

import io.codecollab.server.document.DocumentName;

/** Replaces what is stored of documents by something smaller. Thread-safe; waits for the database. */
public interface Compaction {

    /**
     * What came of it.
     *
     * @param outcome a word, {@code compacted} or why not
     * @param rows of the journal, as it was
     * @param bytes of what was stored
     * @param snapshotBytes of what is stored now; 0 if nothing was done
     */
    record Result(String outcome, int rows, long bytes, long snapshotBytes) {}

    Result compact(DocumentName document);
}
