package io.codecollab.persistence.sql;

import org.jdbi.v3.core.Handle;

/** What databases do not agree on. Everything else in this package is the same SQL for all of them. Immutable. */
public enum SqlDialect {
    /** A write transaction there is alone from its beginning: nobody else can be compacting. */
    SQLITE(
            "classpath:db/migration/sqlite",
            "SELECT 1 FROM document WHERE name = :document",
            "INSERT INTO journal (document_id, record) VALUES (?, ?)"),

    /**
     * The lock's key: "CCOL" in the upper half, the document in the lower. It is let go when the transaction ends. Rows say who
     * wrote them, because there may be others.
     */
    POSTGRES(
            "classpath:db/migration/postgres",
            """
            SELECT pg_try_advisory_xact_lock(x'43434F4C00000000'::bigint # id) FROM document WHERE name = :document
            """,
            "INSERT INTO journal (document_id, record, writer) VALUES (?, ?, $writer)");

    private final String migrations;
    private final String lockForCompaction;
    private final String insertIntoJournal;

    SqlDialect(String migrations, String lockForCompaction, String insertIntoJournal) {
        this.migrations = migrations;
        this.lockForCompaction = lockForCompaction;
        this.insertIntoJournal = insertIntoJournal;
    }

    String migrations() {
        return migrations;
    }

    /** Inserts a row of a document's id and a record, its two parameters. */
    String insertIntoJournal(long writer) {
        return insertIntoJournal.replace("$writer", Long.toString(writer));
    }

    /** Keeps others from compacting a document until the transaction ends; false if one of them is at it already. */
    boolean lockForCompaction(Handle transaction, String document) {
        return transaction
                .createQuery(lockForCompaction)
                .bind("document", document)
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
    }
}
