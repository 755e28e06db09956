package io.codecollab.persistence.sql;

import io.codecollab.persistence.StoreUnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/** Writes appends to the journal, a transaction for each batch. Committing thread only. */
final class JournalWriter {

    private final DataSource connections;
    private final String insert;
    private final DocumentIds ids = new DocumentIds();

    /**
     * A writer on a database.
     *
     * @param insert takes a document's id and a record
     */
    JournalWriter(DataSource connections, String insert) {
        this.connections = connections;
        this.insert = insert;
    }

    /**
     * Writes all of a batch in order, or nothing.
     *
     * @throws StoreUnavailableException if the database does not take it, or its answer to the commit did not arrive
     */
    void write(List<Append> batch) {
        try (Connection connection = connections.getConnection()) {
            connection.setAutoCommit(false);
            try {
                write(batch, connection);
                connection.commit();
                ids.committed();
            } catch (SQLException | RuntimeException | Error e) {
                ids.rolledBack();
                rollBack(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw new StoreUnavailableException("cannot write to the journal: " + OneLine.of(e), e);
        }
    }

    private void write(List<Append> batch, Connection transaction) throws SQLException {
        Set<String> documents = new HashSet<>();
        for (Append append : batch) {
            documents.add(append.document);
        }
        ids.find(documents, transaction);
        try (PreparedStatement rows = transaction.prepareStatement(insert)) {
            for (Append append : batch) {
                rows.setLong(1, ids.of(append.document));
                rows.setBytes(2, append.record);
                rows.addBatch();
            }
            rows.executeBatch();
        }
    }

    private static void rollBack(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
