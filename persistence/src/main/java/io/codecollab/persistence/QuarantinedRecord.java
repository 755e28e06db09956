package io.codecollab.persistence;

/**
 * A record that could not be used: a row that was taken out of its document, or an update that never came in.
 *
 * @param document the document it belonged to, or was sent to
 * @param source where it was
 * @param sequence its sequence in the journal, or the id of the snapshot; 0 for what was refused
 * @param record the row as it was found, header included, or the update as it was sent; not to be modified
 * @param reason what was wrong with it
 * @param foundAtMs when, in milliseconds since 1970
 */
public record QuarantinedRecord(
        String document, Source source, long sequence, byte[] record, String reason, long foundAtMs) {

    /** Where a record was. Stored by name: never rename one. */
    public enum Source {
        JOURNAL,
        SNAPSHOT,
        /** Nowhere: a client sent it and it was not taken. */
        REFUSED
    }
}
