package io.codecollab.persistence.sql;

import com.zaxxer.hikari.HikariConfig;
import io.codecollab.persistence.CommitListener;
import io.codecollab.persistence.CorruptRecordException;
import io.codecollab.persistence.DocumentSummary;
import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.QuarantinedRecord;
import io.codecollab.persistence.QuarantinedRecord.Source;
import io.codecollab.persistence.StoreHealth;
import io.codecollab.persistence.StoreUnavailableException;
import io.codecollab.persistence.StoredDocument;
import io.codecollab.persistence.StoredUpdate;
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
public final class SqlUpdateStore implements UpdateStore {

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

    private SqlUpdateStore(
            DataFolder data, Database database, SqlDialect dialect, GroupCommit commits, PersistenceConfig config) {
        this.data = data;
        this.database = database;
        this.dialect = dialect;
        this.jdbi = database.jdbi();
        this.documents = new DocumentTable(jdbi);
        this.quarantine = new Quarantine(jdbi, config);
        this.commits = commits;
    }

    /**
     * Opens the store in a database, creating the tables as needed, and commits what an earlier process could not.
     *
     * @param data guards the store; closed with it, also if opening fails
     * @param spillFile its name in the data folder; what the database does not take in time goes there
     * @param name the database, for people; without credentials
     * @throws StoreUnavailableException if the database cannot be opened or written
     */
    public static SqlUpdateStore open(
            DataFolder data,
            String spillFile,
            HikariConfig pool,
            SqlDialect dialect,
            String name,
            PersistenceConfig config,
            CommitListener listener) {
        Database database = null;
        try {
            database = Database.open(pool, dialect, name);
            JournalWriter journal = new JournalWriter(database.connections());
            Spill spill = Spill.open(data.file(spillFile), config, journal::write);
            GroupCommit commits = new GroupCommit(new Backlog(spill, config), journal::write, config, listener);
            commits.start();
            return new SqlUpdateStore(data, database, dialect, commits, config);
        } catch (StoreUnavailableException e) {
            if (database != null) {
                database.close();
            }
            data.close();
            throw e;
        }
    }

    @Override
    public CompletableFuture<Void> append(String document, byte[] update) {
        return commits.append(document, RecordFormat.encode(Kind.UPDATE, update));
    }

    @Override
    public StoredDocument load(String document) {
        return reaching("load " + document, () -> {
            List<Row> rows = jdbi.withHandle(handle -> handle.createQuery(SELECT_DOCUMENT)
                    .bind("document", document)
                    .map((result, context) -> new Row(
                            result.getInt("part") == 0 ? Source.SNAPSHOT : Source.JOURNAL,
                            result.getLong("sequence"),
                            result.getBytes("record")))
                    .list());
            return decode(document, rows);
        });
    }

    private StoredDocument decode(String document, List<Row> rows) {
        long snapshotId = 0;
        byte[] snapshot = new byte[0];
        List<StoredUpdate> journal = new ArrayList<>(rows.size());
        List<QuarantinedRecord> quarantined = new ArrayList<>();
        for (Row row : rows) {
            try {
                if (row.source == Source.SNAPSHOT) {
                    snapshot = RecordFormat.decode(Kind.SNAPSHOT, row.record);
                    snapshotId = row.sequence;
                } else {
                    journal.add(new StoredUpdate(row.sequence, RecordFormat.decode(Kind.UPDATE, row.record)));
                }
            } catch (CorruptRecordException e) {
                QuarantinedRecord bad = new QuarantinedRecord(
                        document, row.source, row.sequence, row.record, e.reason(), System.currentTimeMillis());
                quarantine.move(bad);
                quarantined.add(bad);
            }
        }
        return new StoredDocument(document, snapshotId, snapshot, journal, quarantined);
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

    private static <T> T reaching(String what, Supplier<T> work) {
        try {
            return work.get();
        } catch (JdbiException e) {
            throw new StoreUnavailableException("cannot " + what + ": " + OneLine.of(e), e);
        }
    }

    private static final class Row {
        final Source source;
        final long sequence;
        final byte[] record;

        Row(Source source, long sequence, byte[] record) {
            this.source = source;
            this.sequence = sequence;
            this.record = record;
        }
    }
}
