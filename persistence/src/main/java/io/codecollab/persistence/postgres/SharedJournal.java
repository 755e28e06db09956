package io.codecollab.persistence.postgres;

import io.codecollab.persistence.JournalChanges;
import io.codecollab.persistence.JournalChanges.DocumentChange;
import io.codecollab.persistence.JournalPosition;
import io.codecollab.persistence.QuarantinedRecord.Source;
import io.codecollab.persistence.sql.StoredRow;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * What others write to the journal. Thread-safe.
 *
 * <p>Ids are given out when rows are written and rows are seen when they are committed, so that "ids above the last I saw" would
 * miss rows. Every row says which transaction wrote it. A position is a snapshot of the database, which knows of every
 * transaction whether it was committed. What is new is what the snapshot of now has and the one of the past had not:
 *
 * <pre>
 *   transactions   ... 90 91 92 93 94 95 96 97 98 99 ...
 *   past               c  c  c  r  c  r                       92 all before it are done (xmin), 96 the first not begun (xmax)
 *   now                c  c  c  c  c  r  c  c  r              new: 93, 96, 97
 *                               ^        ^  ^                 c: committed, r: running
 * </pre>
 *
 * One statement reads the new position and the rows, and sees both as of one moment.
 */
final class SharedJournal {

    static final String CHANNEL = "codecollab_journal";

    /*
     * The upper bound keeps out rows that were restored into a younger database and name transactions which are yet to come. It
     * also tells the planner that it is a small range it reads, so that it uses the index. A position that is ahead of the
     * database says nothing about it any more: then everything is new.
     */
    static final String SELECT_CHANGES = """
            WITH span AS MATERIALIZED (
                SELECT past, now, pg_snapshot_xmin(past) AS low, pg_snapshot_xmax(now) AS high
                  FROM (SELECT CASE WHEN pg_snapshot_xmax(given) <= pg_snapshot_xmax(pg_current_snapshot())
                                    THEN given
                                    ELSE CAST('1:1:' AS pg_snapshot) END AS past,
                               pg_current_snapshot() AS now
                          FROM (SELECT CAST(:since AS pg_snapshot) AS given) AS position) AS snapshots
            ), written AS (
                SELECT j.document_id, j.id
                  FROM journal j
                 WHERE j.written_in >= (SELECT low FROM span) AND j.written_in < (SELECT high FROM span)
                   AND NOT pg_visible_in_snapshot(j.written_in, (SELECT past FROM span))
                   AND j.writer <> :writer
                UNION ALL
                SELECT s.document_id, NULL
                  FROM snapshot s
                 WHERE s.written_in >= (SELECT low FROM span) AND s.written_in < (SELECT high FROM span)
                   AND NOT pg_visible_in_snapshot(s.written_in, (SELECT past FROM span))
            )
            SELECT CAST(span.now AS text) AS next, changed.*
              FROM span LEFT JOIN (
                       SELECT d.name AS document,
                              array_agg(w.id ORDER BY w.id) FILTER (WHERE w.id IS NOT NULL) AS sequences,
                              bool_or(w.id IS NULL) AS replaced
                         FROM written w JOIN document d ON d.id = w.document_id
                        GROUP BY d.name) AS changed ON true
            """;

    private static final String SELECT_ROWS = """
            SELECT d.name AS document, j.id AS sequence, j.record AS record
              FROM journal j JOIN document d ON d.id = j.document_id
             WHERE j.id = ANY (:sequences)
             ORDER BY j.id
            """;

    private final Jdbi jdbi;
    private final long writer;

    /**
     * The journal as one store sees it.
     *
     * @param writer says which rows are its own
     */
    SharedJournal(Jdbi jdbi, long writer) {
        this.jdbi = jdbi;
        this.writer = writer;
    }

    /** How announcements of this store are signed. */
    String signature() {
        return Long.toHexString(writer);
    }

    JournalPosition position() {
        return new JournalPosition(
                jdbi.withHandle(handle -> handle.createQuery("SELECT CAST(pg_current_snapshot() AS text)")
                        .mapTo(String.class)
                        .one()));
    }

    JournalChanges changesSince(JournalPosition since) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT_CHANGES)
                .bind("since", since.snapshot())
                .bind("writer", writer)
                .scanResultSet((results, context) -> {
                    try (context) {
                        return changes(results.get());
                    }
                }));
    }

    private static JournalChanges changes(ResultSet results) throws SQLException {
        List<DocumentChange> documents = new ArrayList<>();
        String next = "";
        while (results.next()) {
            next = results.getString("next");
            String document = results.getString("document");
            if (document != null) {
                documents.add(new DocumentChange(
                        document, sequences(results.getArray("sequences")), results.getBoolean("replaced")));
            }
        }
        return new JournalChanges(new JournalPosition(next), documents);
    }

    private static List<Long> sequences(@Nullable Array ids) throws SQLException {
        return ids == null ? List.of() : List.of((Long[]) ids.getArray());
    }

    List<StoredRow> rows(Collection<Long> sequences) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT_ROWS)
                .bindArray("sequences", Long.class, sequences.toArray())
                .map((result, context) -> new StoredRow(
                        result.getString("document"),
                        Source.JOURNAL,
                        result.getLong("sequence"),
                        result.getBytes("record")))
                .list());
    }

    boolean announce() {
        return jdbi.withHandle(this::announce);
    }

    private boolean announce(Handle handle) {
        handle.createQuery("SELECT 1 FROM pg_notify(:channel, :signature)")
                .bind("channel", CHANNEL)
                .bind("signature", signature())
                .mapTo(Integer.class)
                .one();
        return true;
    }
}
