package io.codecollab.persistence;

import java.util.List;

/**
 * All that is committed of a document, as of one moment: the snapshot, then the journal in order.
 *
 * @param document its name
 * @param snapshotId names this very snapshot, never used twice; 0 when there is none
 * @param snapshot empty when there is none; not to be modified
 * @param journal what was appended since, oldest first
 * @param quarantined what this load found damaged and left out
 */
public record StoredDocument(
        String document,
        long snapshotId,
        byte[] snapshot,
        List<StoredUpdate> journal,
        List<QuarantinedRecord> quarantined) {

    public StoredDocument {
        journal = List.copyOf(journal);
        quarantined = List.copyOf(quarantined);
    }

    /** Whether the document has a snapshot. */
    public boolean hasSnapshot() {
        return snapshotId != 0;
    }

    /** Bytes of the snapshot and of all journal rows. */
    public long size() {
        long bytes = snapshot.length;
        for (StoredUpdate row : journal) {
            bytes += row.update().length;
        }
        return bytes;
    }
}
