package io.codecollab.persistence.sqlite;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.StoreUnavailableException;
import io.codecollab.persistence.UpdateStore;
import io.codecollab.persistence.sql.SqlUpdateStore;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/** Opens the embedded store: {@code codecollab.db} in a data folder, in WAL mode, every commit synced to disk. */
public final class SqliteUpdateStore {

    static final String DATABASE_FILE = "codecollab.db";

    private static final int BUSY_TIMEOUT_MS = 10_000;
    private static final int MAX_CONNECTIONS = 8;

    private SqliteUpdateStore() {}

    /**
     * Opens the store in a folder, creating both as needed.
     *
     * @throws StoreUnavailableException if the folder cannot be used, belongs to a running process, or holds no database of
     *     ours
     */
    public static UpdateStore open(Path folder, PersistenceConfig config) {
        DataFolder data = DataFolder.lock(folder);
        HikariDataSource connections = null;
        try {
            connections = new HikariDataSource(pool(data.file(DATABASE_FILE)));
            Flyway.configure()
                    .dataSource(connections)
                    .locations("classpath:db/migration/sqlite")
                    .load()
                    .migrate();
        } catch (PoolInitializationException | FlywayException e) {
            if (connections != null) {
                connections.close();
            }
            data.close();
            throw new StoreUnavailableException("cannot open the database " + data.file(DATABASE_FILE), e);
        }
        HikariDataSource opened = connections;
        return SqlUpdateStore.start(
                Jdbi.create(opened),
                () -> {
                    opened.close();
                    data.close();
                },
                config);
    }

    /** What every connection is told when it opens. */
    static SQLiteConfig settings() {
        SQLiteConfig sqlite = new SQLiteConfig();
        sqlite.setJournalMode(JournalMode.WAL);
        sqlite.setSynchronous(SynchronousMode.FULL);
        sqlite.setBusyTimeout(BUSY_TIMEOUT_MS);
        sqlite.enforceForeignKeys(true);
        // a transaction here always writes: taking the lock at its start cannot end in a deadlock of two readers
        sqlite.setTransactionMode(TransactionMode.IMMEDIATE);
        return sqlite;
    }

    private static HikariConfig pool(Path database) {
        SQLiteDataSource source = new SQLiteDataSource(settings());
        source.setUrl("jdbc:sqlite:" + database);

        HikariConfig pool = new HikariConfig();
        pool.setDataSource(source);
        pool.setPoolName("sqlite");
        pool.setMaximumPoolSize(MAX_CONNECTIONS);
        return pool;
    }
}
