package io.codecollab.persistence.sql;

import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.QuarantinedRecord;
import io.codecollab.persistence.QuarantinedRecord.Source;
import java.util.Arrays;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records that could not be used, kept for inspection. Rows of our own are all kept; what strangers sent is bounded, the
 * oldest goes first. Thread-safe.
 */
final class Quarantine {

    /** Of an update that was refused no more than this is kept. */
    static final int MAX_REFUSED_BYTES_EACH = 1 << 20;

    private static final Logger log = LoggerFactory.getLogger(Quarantine.class);

    private static final String DELETE_REFUSED_PAST_THE_BOUND = """
            DELETE FROM quarantine WHERE source = 'REFUSED' AND id <= (
                SELECT max(id) FROM (
                    SELECT id,
                           count(*) OVER (ORDER BY id DESC) AS records,
                           sum(length(record)) OVER (ORDER BY id DESC) AS bytes
                      FROM quarantine WHERE source = 'REFUSED') AS newest_first
                 WHERE records > :maxRecords OR bytes > :maxBytes)
            """;

    private final Jdbi jdbi;
    private final PersistenceConfig config;

    Quarantine(Jdbi jdbi, PersistenceConfig config) {
        this.jdbi = jdbi;
        this.config = config;
    }

    /** Takes a row out of its document; false if it is gone. */
    boolean move(QuarantinedRecord bad) {
        String table = bad.source() == Source.JOURNAL ? "journal" : "snapshot";
        boolean moved = jdbi.inTransaction(handle -> {
            if (handle.execute("DELETE FROM " + table + " WHERE id = ?", bad.sequence()) == 0) {
                return false;
            }
            insert(bad, handle);
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

    /** Keeps an update that never came in, or the beginning of it, and forgets the oldest of its kind past the bounds. */
    void keepRefused(String document, byte[] update, String reason) {
        byte[] kept = update;
        String why = reason;
        if (update.length > MAX_REFUSED_BYTES_EACH) {
            kept = Arrays.copyOf(update, MAX_REFUSED_BYTES_EACH);
            why = reason + " (only its first " + kept.length + " bytes are kept, bytes=" + update.length + ")";
        }
        QuarantinedRecord refused =
                new QuarantinedRecord(document, Source.REFUSED, 0, kept, why, System.currentTimeMillis());
        jdbi.useTransaction(handle -> {
            insert(refused, handle);
            handle.createUpdate(DELETE_REFUSED_PAST_THE_BOUND)
                    .bind("maxRecords", config.maxRefusedRecords())
                    .bind("maxBytes", config.maxRefusedBytes())
                    .execute();
        });
    }

    List<QuarantinedRecord> of(String document) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                SELECT source, sequence, record, reason, found_at_ms
                  FROM quarantine WHERE document = :document ORDER BY id
                """)
                .bind("document", document)
                .map((result, context) -> new QuarantinedRecord(
                        document,
                        Source.valueOf(result.getString("source")),
                        result.getLong("sequence"),
                        result.getBytes("record"),
                        result.getString("reason"),
                        result.getLong("found_at_ms")))
                .list());
    }

    private static void insert(QuarantinedRecord bad, Handle handle) {
        handle.createUpdate("INSERT INTO quarantine (document, source, sequence, record, reason, found_at_ms)"
                        + " VALUES (:document, :source, :sequence, :record, :reason, :foundAtMs)")
                .bind("document", bad.document())
                .bind("source", bad.source().name())
                .bind("sequence", bad.sequence())
                .bind("record", bad.record())
                .bind("reason", bad.reason().replace('\0', '?')) // PostgreSQL has no such character in text
                .bind("foundAtMs", bad.foundAtMs())
                .execute();
    }
}
