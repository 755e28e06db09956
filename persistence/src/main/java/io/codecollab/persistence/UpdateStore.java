package io.codecollab.persistence;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A journal of updates and one snapshot for each named document. The cost of a save is the size of the edit, never of the
 * document.
 *
 * <p>Updates and snapshots are opaque bytes; arrays passed in must not be modified afterwards. A document exists from its
 * first append; loading one that does not exist finds it empty.
 *
 * <p>Thread-safe. Everything but {@link #append} waits for the database: keep it off threads that must not block.
 */
public interface UpdateStore extends AutoCloseable {

    /**
     * Adds an update to the end of a document's journal. Updates of one document are committed in the order of the calls.
     *
     * @return completes once the update is durable; while the database fails the append is tried again, so that it may take
     *     long. Completes with {@link StoreUnavailableException}, the update not stored, when too much waits already or the
     *     store is closed. Dependent stages run on the committing thread and must not block it
     */
    CompletableFuture<Void> append(String document, byte[] update);

    /**
     * Reads what is committed of a document, as of one moment. Rows that fail their checksum are moved to the quarantine and
     * reported in the result; everything else is there.
     *
     * @throws UnsupportedRecordException if a row was written by a later version of this program
     * @throws StoreUnavailableException if the database cannot be read
     */
    StoredDocument load(String document);

    /**
     * Replaces exactly what was loaded, the snapshot and the listed journal rows, by one new snapshot, in one transaction.
     * Rows appended in the meantime stay. The caller has made sure that the snapshot contains all it replaces.
     *
     * @return false, and nothing is changed, if any of what was loaded is gone: somebody else compacted the document
     * @throws StoreUnavailableException if the database cannot be written
     */
    boolean compact(StoredDocument merged, byte[] snapshot);

    /**
     * Takes a journal row out of its document because its reader found it unusable. It is kept for inspection.
     *
     * @return false if there is no such row
     * @throws StoreUnavailableException if the database cannot be written
     */
    boolean quarantine(String document, StoredUpdate update, String reason);

    /** What was taken out of a document, oldest first. */
    List<QuarantinedRecord> quarantined(String document);

    /** Bytes of updates which were appended and are not committed yet. */
    long unsavedBytes();

    /** Commits what was appended, as long as the database lets it, and releases everything. */
    @Override
    void close();
}
