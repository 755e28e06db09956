package io.codecollab.persistence.sql;

import io.codecollab.persistence.CorruptRecordException;
import io.codecollab.persistence.DocumentSummary;
import io.codecollab.persistence.QuarantinedRecord;
import io.codecollab.persistence.QuarantinedRecord.Source;
import io.codecollab.persistence.StoreHealth;
import io.codecollab.persistence.StoreUnavailableException;
import io.codecollab.persistence.StoredDocument;
import io.codecollab.persistence.StoredUpdate;
import io.codecollab.persistence.UnsupportedRecordException;
import io.codecollab.persistence.UpdateStore;
import io.codecollab.persistence.sql.RecordFormat.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * An {@link UpdateStore} on the tables of {@code db/migration}. The SQL is what SQLite and PostgreSQL have in common; {@link
 * SqlDialect} is what they have not.
 *
 * <p>Thread-safe.
 */
public class SqlUpdateStore implements UpdateStore {

    // one statement, so that snapshot and journal are seen as of one moment in every isolation level
    private static final String SELECT_DOCUMENT = """
            SELECT 0 AS part, s.id AS sequence, s.record AS record
              FROM snapshot s JOIN document d ON d.id = s.document_id WHERE d.name = :document
            UNION ALL
            SELECT 1 AS part, j.id AS sequence, j.record AS record
              FROM journal j JOIN document d ON d.id = j.document_id WHERE d.name = :document
            ORDER BY part, sequence
            """;

    private final DataFolder data;
    private final Database database;
    private final SqlDialect dialect;
    private final Jdbi jdbi;
    private final DocumentTable documents;
    private final Quarantine quarantine;
    private final GroupCommit commits;
    private final long writer;

    /** A store of parts that are its own from now on. */
    public SqlUpdateStore(SqlStoreParts parts) {
        this.data = parts.data;
        this.database = parts.database;
        this.dialect = parts.dialect;
        this.jdbi = database.jdbi();
        this.documents = new DocumentTable(jdbi);
        this.quarantine = new Quarantine(jdbi, parts.config);
        this.commits = parts.commits;
        this.writer = parts.writer;
    }

    /** The database, for statements that only one kind of it understands. */
    protected final Jdbi jdbi() {
        return jdbi;
    }

    /** Names this very store among all that write the same database. */
    protected final long writer() {
        return writer;
    }

    @Override
    public CompletableFuture<Void> append(String document, byte[] update) {
        return commits.append(document, RecordFormat.encode(Kind.UPDATE, update));
    }

    @Override
    public StoredDocument load(String document) {
        return reaching("load " + document, () -> {
            List<StoredRow> rows = jdbi.withHandle(handle -> handle.createQuery(SELECT_DOCUMENT)
                    .bind("document", document)
                    .map((result, context) -> new StoredRow(
                            document,
                            result.getInt("part") == 0 ? Source.SNAPSHOT : Source.JOURNAL,
                            result.getLong("sequence"),
                            result.getBytes("record")))
                    .list());
            return decode(document, rows);
        });
    }

    private StoredDocument decode(String document, List<StoredRow> rows) {
        long snapshotId = 0;
        byte[] snapshot = new byte[0];
        List<StoredUpdate> journal = new ArrayList<>(rows.size());
        List<QuarantinedRecord> quarantined = new ArrayList<>();
        for (StoredRow row : rows) {
            try {
                if (row.source() == Source.SNAPSHOT) {
                    snapshot = RecordFormat.decode(Kind.SNAPSHOT, row.record());
                    snapshotId = row.sequence();
                } else {
                    journal.add(new StoredUpdate(row.sequence(), RecordFormat.decode(Kind.UPDATE, row.record())));
                }
            } catch (CorruptRecordException e) {
                quarantined.add(quarantine(row, e));
            }
        }
        return new StoredDocument(document, snapshotId, snapshot, journal, quarantined);
    }

    /** The updates in rows of the journal. Damaged ones go to the quarantine; those of a later version are left out. */
    protected final List<StoredUpdate> decodeUpdates(List<StoredRow> rows) {
        List<StoredUpdate> updates = new ArrayList<>(rows.size());
        for (StoredRow row : rows) {
            try {
                updates.add(new StoredUpdate(row.sequence(), RecordFormat.decode(Kind.UPDATE, row.record())));
            } catch (CorruptRecordException e) {
                quarantine(row, e);
            } catch (UnsupportedRecordException ignored) {
                // loading its document says so
            }
        }
        return updates;
    }

    private QuarantinedRecord quarantine(StoredRow row, CorruptRecordException e) {
        QuarantinedRecord bad = new QuarantinedRecord(
                row.document(), row.source(), row.sequence(), row.record(), e.reason(), System.currentTimeMillis());
        quarantine.move(bad);
        return bad;
    }

    @Override
    public boolean compact(StoredDocument merged, byte[] snapshot) {
        byte[] record = RecordFormat.encode(Kind.SNAPSHOT, snapshot);
        return reaching(
                "compact " + merged.document(),
                () -> jdbi.inTransaction(handle -> {
                    boolean replaced = dialect.lockForCompaction(handle, merged.document())
                            && deleteAllOf(merged, handle)
                            && handle.createUpdate("INSERT INTO snapshot (document_id, record)"
                                                    + " SELECT id, :record FROM document WHERE name = :document"
                                                    + " ON CONFLICT (document_id) DO NOTHING")
                                            .bind("document", merged.document())
                                            .bind("record", record)
                                            .execute()
                                    == 1;
                    if (!replaced) {
                        handle.rollback();
                    }
                    return replaced;
                }));
    }

    /** Whether every row of a loaded document was still there to delete. */
    private static boolean deleteAllOf(StoredDocument merged, Handle handle) {
        if (merged.hasSnapshot() && handle.execute("DELETE FROM snapshot WHERE id = ?", merged.snapshotId()) != 1) {
            return false;
        }
        if (merged.journal().isEmpty()) {
            return true;
        }
        PreparedBatch rows = handle.prepareBatch("DELETE FROM journal WHERE id = :sequence");
        merged.journal().forEach(row -> rows.bind("sequence", row.sequence()).add());
        for (int deleted : rows.execute()) {
            if (deleted != 1) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean quarantine(String document, StoredUpdate update, String reason) {
        return reaching(
                "quarantine a row of " + document,
                () -> quarantine.move(new QuarantinedRecord(
                        document,
                        Source.JOURNAL,
                        update.sequence(),
                        RecordFormat.encode(Kind.UPDATE, update.update()),
                        reason,
                        System.currentTimeMillis())));
    }

    @Override
    public void keepRefused(String document, byte[] update, String reason) {
        reaching("keep a refused update of " + document, () -> {
            quarantine.keepRefused(document, update, reason);
            return true;
        });
    }

    @Override
    public List<QuarantinedRecord> quarantined(String document) {
        return reaching("read the quarantine of " + document, () -> quarantine.of(document));
    }

    @Override
    public boolean create(String document) {
        return reaching("create " + document, () -> documents.create(document));
    }

    @Override
    public boolean exists(String document) {
        return reaching("look for " + document, () -> documents.exists(document));
    }

    @Override
    public List<DocumentSummary> documents(@Nullable String after, int limit) {
        return reaching("list documents", () -> documents.page(after, limit));
    }

    @Override
    public boolean erase(String document) {
        return reaching(
                "erase " + document,
                () -> jdbi.inTransaction(handle -> {
                    boolean isOurs = dialect.lockForCompaction(handle, document) || !documents.exists(document, handle);
                    if (isOurs) {
                        handle.execute(
                                "DELETE FROM journal WHERE document_id = (SELECT id FROM document WHERE name = ?)",
                                document);
                        handle.execute(
                                "DELETE FROM snapshot WHERE document_id = (SELECT id FROM document WHERE name = ?)",
                                document);
                        handle.execute("DELETE FROM quarantine WHERE document = ?", document);
                    }
                    return isOurs;
                }));
    }

    @Override
    public long unsavedBytes() {
        return commits.health().unsavedBytes();
    }

    @Override
    public StoreHealth health() {
        return commits.health();
    }

    @Override
    public void close() {
        commits.close();
        database.close();
        data.close(); // last: it guards the spill file as well
    }

    /**
     * Does work on the database.
     *
     * @param what it is, for people: "load a document"
     * @throws StoreUnavailableException if it fails
     */
    protected static <T> T reaching(String what, Supplier<T> work) {
        try {
            return work.get();
        } catch (JdbiException e) {
            throw new StoreUnavailableException("cannot " + what + ": " + OneLine.of(e), e);
        }
    }
}
