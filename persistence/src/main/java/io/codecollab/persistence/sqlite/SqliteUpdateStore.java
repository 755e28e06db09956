package io.codecollab.persistence.sqlite;

import com.zaxxer.hikari.HikariConfig;
import io.codecollab.persistence.CommitListener;
import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.StoreUnavailableException;
import io.codecollab.persistence.Stores;
import io.codecollab.persistence.UpdateStore;
import io.codecollab.persistence.sql.DataFolder;
import io.codecollab.persistence.sql.SqlDialect;
import io.codecollab.persistence.sql.SqlStoreParts;
import io.codecollab.persistence.sql.SqlUpdateStore;
import java.nio.file.Path;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/** Opens the embedded store: {@code codecollab.db} in a data folder, in WAL mode, every commit synced to disk. */
public final class SqliteUpdateStore {

    static final String DATABASE_FILE = "codecollab.db";

    private static final int BUSY_TIMEOUT_MS = 10_000;
    static final String SPILL_FILE = "codecollab.spill";

    private static final int MAX_CONNECTIONS = 8;

    private SqliteUpdateStore() {}

    /**
     * Opens a store that tells nobody of its commits.
     *
     * @see #open(Path, PersistenceConfig, CommitListener)
     */
    public static UpdateStore open(Path folder, PersistenceConfig config) {
        return open(folder, config, CommitListener.NONE);
    }

    /**
     * Opens the store in a folder, creating both as needed.
     *
     * @throws StoreUnavailableException if the folder cannot be used, belongs to a running process, or holds no database of
     *     ours
     */
    public static UpdateStore open(Path folder, PersistenceConfig config, CommitListener listener) {
        return openAll(folder, config, listener).updates();
    }

    /**
     * Opens the store in a folder, and everything else that is in the same database.
     *
     * @throws StoreUnavailableException as {@link #open(Path, PersistenceConfig, CommitListener)}
     */
    public static Stores openAll(Path folder, PersistenceConfig config, CommitListener listener) {
        DataFolder data = DataFolder.lock(folder);
        Path database = data.file(DATABASE_FILE);
        SqlStoreParts parts = SqlStoreParts.open(
                data, SPILL_FILE, pool(database), SqlDialect.SQLITE, database.toString(), config, listener);
        return parts.with(new SqlUpdateStore(parts));
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
