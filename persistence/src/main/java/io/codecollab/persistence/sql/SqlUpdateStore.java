package io.codecollab.persistence.sql;

import io.codecollab.persistence.CorruptRecordException;
import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.QuarantinedRecord;
import io.codecollab.persistence.QuarantinedRecord.Source;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An {@link UpdateStore} on the tables of {@code db/migration}. The SQL is what SQLite and PostgreSQL have in common; whoever
 * opens the database brings the connections, the tables and the way to let go of them.
 *
 * <p>Thread-safe.
 */
public final class SqlUpdateStore implements UpdateStore {

    private static final Logger log = LoggerFactory.getLogger(SqlUpdateStore.class);

    // one statement, so that snapshot and journal are seen as of one moment in every isolation level
    private static final String SELECT_DOCUMENT = """
            SELECT 0 AS part, s.id AS sequence, s.record AS record
              FROM snapshot s JOIN document d ON d.id = s.document_id WHERE d.name = :document
            UNION ALL
            SELECT 1 AS part, j.id AS sequence, j.record AS record
              FROM journal j JOIN document d ON d.id = j.document_id WHERE d.name = :document
            ORDER BY part, sequence
            """;

    private final Jdbi jdbi;
    private final Runnable disconnect;
    private final GroupCommit commits;

    private SqlUpdateStore(Jdbi jdbi, Runnable disconnect, PersistenceConfig config) {
        this.jdbi = jdbi;
        this.disconnect = disconnect;
        this.commits = new GroupCommit(this::writeBatch, config);
    }

    /**
     * A store on a migrated database.
     *
     * @param disconnect closes the connections and whatever guards them; called last, once
     */
    public static SqlUpdateStore start(Jdbi jdbi, Runnable disconnect, PersistenceConfig config) {
        SqlUpdateStore store = new SqlUpdateStore(jdbi, disconnect, config);
        store.commits.start();
        return store;
    }

    @Override
    public CompletableFuture<Void> append(String document, byte[] update) {
        return commits.append(document, RecordFormat.encode(Kind.UPDATE, update));
    }

    private void writeBatch(List<GroupCommit.Append> appends) {
        jdbi.useTransaction(handle -> {
            PreparedBatch documents =
                    handle.prepareBatch("INSERT INTO document (name) VALUES (:document) ON CONFLICT (name) DO NOTHING");
            appends.stream()
                    .map(append -> append.document)
                    .distinct()
                    .forEach(name -> documents.bind("document", name).add());
            documents.execute();

            PreparedBatch rows = handle.prepareBatch(
                    "INSERT INTO journal (document_id, record) SELECT id, :record FROM document WHERE name = :document");
            for (GroupCommit.Append append : appends) {
                rows.bind("document", append.document)
                        .bind("record", append.record)
                        .add();
            }
            rows.execute();
        });
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
                moveToQuarantine(bad);
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
                    boolean replaced = deleteAllOf(merged, handle)
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
                () -> moveToQuarantine(new QuarantinedRecord(
                        document,
                        Source.JOURNAL,
                        update.sequence(),
                        RecordFormat.encode(Kind.UPDATE, update.update()),
                        reason,
                        System.currentTimeMillis())));
    }

    private boolean moveToQuarantine(QuarantinedRecord bad) {
        String table = bad.source() == Source.JOURNAL ? "journal" : "snapshot";
        boolean moved = jdbi.inTransaction(handle -> {
            if (handle.execute("DELETE FROM " + table + " WHERE id = ?", bad.sequence()) == 0) {
                return false;
            }
            handle.createUpdate("INSERT INTO quarantine (document_id, source, sequence, record, reason, found_at_ms)"
                            + " SELECT id, :source, :sequence, :record, :reason, :foundAtMs"
                            + " FROM document WHERE name = :document")
                    .bind("document", bad.document())
                    .bind("source", bad.source().name())
                    .bind("sequence", bad.sequence())
                    .bind("record", bad.record())
                    .bind("reason", bad.reason())
                    .bind("foundAtMs", bad.foundAtMs())
                    .execute();
            return true;
        });
        if (moved) {
            log.error(
                    "Quarantined a {} record, document={}, sequence={}, bytes={}: {}",
                    table,
                    bad.document(),
                    bad.sequence(),
                    bad.record().length,
                    bad.reason());
        }
        return moved;
    }

    @Override
    public List<QuarantinedRecord> quarantined(String document) {
        return reaching(
                "read the quarantine of " + document,
                () -> jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT q.source, q.sequence, q.record, q.reason, q.found_at_ms
                          FROM quarantine q JOIN document d ON d.id = q.document_id
                         WHERE d.name = :document ORDER BY q.id
                        """)
                        .bind("document", document)
                        .map((result, context) -> new QuarantinedRecord(
                                document,
                                Source.valueOf(result.getString("source")),
                                result.getLong("sequence"),
                                result.getBytes("record"),
                                result.getString("reason"),
                                result.getLong("found_at_ms")))
                        .list()));
    }

    @Override
    public long unsavedBytes() {
        return commits.unsavedBytes();
    }

    @Override
    public void close() {
        commits.close();
        disconnect.run();
    }

    private static <T> T reaching(String what, Supplier<T> work) {
        try {
            return work.get();
        } catch (JdbiException e) {
            throw new StoreUnavailableException("cannot " + what, e);
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
