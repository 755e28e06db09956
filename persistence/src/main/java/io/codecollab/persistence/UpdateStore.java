package io.codecollab.persistence;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A journal of updates and one snapshot for each named document. The cost of a save is the size of the edit, never of the
 * document.
 *
 * <p>Updates and snapshots are opaque bytes; arrays passed in must not be modified afterwards. A document exists from its
 * first append, or from {@link #create} on; loading one that does not exist finds it empty.
 *
 * <p>Thread-safe. Everything but {@link #append}, {@link #unsavedBytes} and {@link #health} waits for the database: keep it
 * off threads that must not block.
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

    /**
     * Keeps an update that a client sent and that was not taken, for inspection: {@link #quarantined} tells it. The newest are
     * kept, as many as {@link PersistenceConfig} allows, and no more than the first MiB of each. A document does not exist
     * because of it.
     *
     * @throws StoreUnavailableException if the database cannot be written
     */
    void keepRefused(String document, byte[] update, String reason);

    /** What was taken out of a document, or refused when it was sent to it, oldest first. */
    List<QuarantinedRecord> quarantined(String document);

    /**
     * Makes an empty document exist.
     *
     * @return false if it did already
     * @throws StoreUnavailableException if the database cannot be written
     */
    boolean create(String document);

    /**
     * Whether a document was created, or appended to.
     *
     * @throws StoreUnavailableException if the database cannot be read
     */
    boolean exists(String document);

    /**
     * A page of the documents that exist, in the order of their names' UTF-8 bytes.
     *
     * @param after the last name of the page before; null for the first page
     * @param limit how many at most
     * @throws StoreUnavailableException if the database cannot be read
     */
    List<DocumentSummary> documents(@Nullable String after, int limit);

    /**
     * Forgets what is committed of a document: journal, snapshot and quarantine. The document goes on to exist, empty, so that
     * nobody else gets its name. What is appended later is kept as ever.
     *
     * @return false, and nothing is changed, if somebody is compacting it at this moment
     * @throws StoreUnavailableException if the database cannot be written
     */
    boolean erase(String document);

    /** Bytes of updates which were appended and are not committed yet, headers included. */
    long unsavedBytes();

    /** How committing goes, as of now. Waits for nothing. */
    StoreHealth health();

    /** Commits what was appended, as long as the database lets it, and releases everything. */
    @Override
    void close();
}
