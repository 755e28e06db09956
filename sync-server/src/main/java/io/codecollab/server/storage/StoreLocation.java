package io.codecollab.server.storage;

import io.codecollab.persistence.CommitListener;
import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.StoreUnavailableException;
import io.codecollab.persistence.Stores;
import io.codecollab.persistence.postgres.PostgresUpdateStore;
import io.codecollab.persistence.sqlite.SqliteUpdateStore;
import java.nio.file.Path;

/**
 * Where documents are kept. Immutable.
 *
 * @param dataFolder made if missing; belongs to one process at a time. The database is in it unless it is elsewhere
 * @param databaseUrl a PostgreSQL database, which several servers may share; empty for SQLite in the data folder
 */
public record StoreLocation(Path dataFolder, String databaseUrl) {

    /** A database in the data folder. */
    public static StoreLocation sqlite(Path dataFolder) {
        return new StoreLocation(dataFolder, "");
    }

    /** Whether other servers can use it at the same time. */
    public boolean isShared() {
        return !databaseUrl.isEmpty();
    }

    /**
     * Opens what is kept there, made as needed.
     *
     * @param listener hears of every commit
     * @throws StoreUnavailableException if it cannot be used; the message is fit for whoever named it
     */
    public Stores open(PersistenceConfig config, CommitListener listener) {
        return databaseUrl.isEmpty()
                ? SqliteUpdateStore.openAll(dataFolder, config, listener)
                : PostgresUpdateStore.openAll(databaseUrl, dataFolder, config, listener);
    }

    /** For people to read: without the password that may be in the URL. */
    @Override
    public String toString() {
        if (databaseUrl.isEmpty()) {
            return dataFolder + " (SQLite)";
        }
        String where = databaseUrl
                .replaceFirst("^jdbc:", "")
                .replaceFirst("^postgres(ql)?://", "")
                .replaceFirst("[?].*$", "")
                .replaceFirst("^.*@", "");
        return where + " (PostgreSQL)";
    }
}
