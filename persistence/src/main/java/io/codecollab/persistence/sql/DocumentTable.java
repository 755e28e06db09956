package io.codecollab.persistence.sql;

import io.codecollab.persistence.DocumentSummary;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Which documents there are. Thread-safe. */
final class DocumentTable {

    private static final String SELECT_SUMMARIES = """
            SELECT d.name AS name,
                   coalesce((SELECT length(s.record) FROM snapshot s WHERE s.document_id = d.id), 0) AS snapshot_bytes,
                   (SELECT count(*) FROM journal j WHERE j.document_id = d.id) AS journal_rows,
                   coalesce((SELECT sum(length(j.record)) FROM journal j WHERE j.document_id = d.id), 0) AS journal_bytes,
                   (SELECT count(*) FROM quarantine q WHERE q.document = d.name) AS quarantined_rows
              FROM document d
             WHERE d.name > :after
             ORDER BY d.name
             LIMIT :limit
            """;

    private final Jdbi jdbi;

    DocumentTable(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    boolean create(String document) {
        return jdbi.withHandle(handle -> handle.execute(
                        "INSERT INTO document (name) VALUES (?) ON CONFLICT (name) DO NOTHING", document))
                == 1;
    }

    boolean exists(String document) {
        return jdbi.withHandle(handle -> exists(document, handle));
    }

    boolean exists(String document, Handle handle) {
        return handle.createQuery("SELECT 1 FROM document WHERE name = :document")
                .bind("document", document)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** A page of documents by name, those after a name that need not exist. */
    List<DocumentSummary> page(@Nullable String after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT_SUMMARIES)
                .bind("after", after == null ? "" : after) // every name is longer
                .bind("limit", limit)
                .map((result, context) -> new DocumentSummary(
                        result.getString("name"),
                        result.getLong("snapshot_bytes"),
                        result.getLong("journal_rows"),
                        result.getLong("journal_bytes"),
                        result.getLong("quarantined_rows")))
                .list());
    }
}
