package io.codecollab.persistence;

/**
 * A row that was taken out of its document because it could not be used.
 *
 * @param document the document it belonged to
 * @param source where it was
 * @param sequence its sequence in the journal, or the id of the snapshot
 * @param record the row as it was found, header included; not to be modified
 * @param reason what was wrong with it
 * @param foundAtMs when, in milliseconds since 1970
 */
public record QuarantinedRecord(
        String document, Source source, long sequence, byte[] record, String reason, long foundAtMs) {

    /** Where a record was. */
    public enum Source {
        JOURNAL,
        SNAPSHOT
    }
}
