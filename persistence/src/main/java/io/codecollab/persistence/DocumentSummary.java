package io.codecollab.persistence;

/**
 * How much is stored of a document. Bytes are those of whole rows, headers included.
 *
 * @param name the document
 * @param snapshotBytes 0 when there is no snapshot
 * @param journalRows updates appended since the snapshot
 * @param journalBytes what they take
 * @param quarantinedRows records under this name that could not be used
 */
public record DocumentSummary(
        String name, long snapshotBytes, long journalRows, long journalBytes, long quarantinedRows) {}
