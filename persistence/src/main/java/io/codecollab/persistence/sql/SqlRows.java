package io.codecollab.persistence.sql;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** What statements did to rows. */
final class SqlRows {

    private SqlRows() {}

    /** Runs a statement that changes one row or none; whether it did. */
    static boolean one(Update statement) {
        return statement.execute() == 1;
    }

    /**
     * Keeps others from changing a document's row in the directory, and whatever asks for this lock first, until the transaction
     * ends.
     *
     * @return false if the directory does not have it, or it is deleted
     */
    static boolean lockInDirectory(String document, Handle transaction) {
        // an update that changes nothing: SQLite has no SELECT FOR UPDATE
        return one(transaction
                .createUpdate("UPDATE directory SET name = name WHERE name = :document AND deleted_at_ms = 0")
                .bind("document", document));
    }
}
