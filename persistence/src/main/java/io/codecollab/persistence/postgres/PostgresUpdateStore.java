package io.codecollab.persistence.postgres;

import com.zaxxer.hikari.HikariConfig;
import io.codecollab.persistence.CommitListener;
import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.StoreUnavailableException;
import io.codecollab.persistence.UpdateStore;
import io.codecollab.persistence.sql.DataFolder;
import io.codecollab.persistence.sql.SqlDialect;
import io.codecollab.persistence.sql.SqlUpdateStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/** Opens a store in a PostgreSQL database, which several servers may share. */
public final class PostgresUpdateStore {

    private static final int CONNECT_TIMEOUT_MS = 5_000;
    static final String SPILL_FILE = "postgres.spill";

    private static final int MAX_CONNECTIONS = 8;

    /** What a URL may say otherwise. A server that does not answer fails a call; nothing waits for it for ever. */
    private static final Map<String, String> CONNECTION_DEFAULTS = Map.of(
            "ApplicationName", "codecollab",
            "connectTimeout", "5",
            "loginTimeout", "10",
            "socketTimeout", "15",
            "tcpKeepAlive", "true",
            "reWriteBatchedInserts", "true");

    /** What holds whatever the server's defaults are. Times are shorter than {@code socketTimeout}, so that we are told why. */
    private static final String SESSION_SETTINGS = "SET synchronous_commit = on;"
            + " SET statement_timeout = '10s';"
            + " SET lock_timeout = '5s';"
            + " SET idle_in_transaction_session_timeout = '30s'";

    private PostgresUpdateStore() {}

    /**
     * Opens a store that tells nobody of its commits.
     *
     * @see #open(String, Path, PersistenceConfig, CommitListener)
     */
    public static UpdateStore open(String url, Path folder, PersistenceConfig config) {
        return open(url, folder, config, CommitListener.NONE);
    }

    /**
     * Connects to a database and creates the tables as needed.
     *
     * @param url {@code jdbc:postgresql://host/database?user=…&password=…} or {@code postgresql://user:password@host/database}
     * @param folder belongs to this process until the store is closed; edits are kept there that the database does not take
     * @throws StoreUnavailableException if the database cannot be reached, logged in to or migrated, or the folder cannot be
     *     used; the message is one line and has no password in it
     */
    public static UpdateStore open(String url, Path folder, PersistenceConfig config, CommitListener listener) {
        PostgresUrl database = PostgresUrl.parse(url);
        DataFolder data = DataFolder.lock(folder);
        return SqlUpdateStore.open(
                data, SPILL_FILE, pool(database), SqlDialect.POSTGRES, database.toString(), config, listener);
    }

    private static HikariConfig pool(PostgresUrl database) {
        HikariConfig pool = new HikariConfig();
        pool.setDataSource(source(database));
        pool.setConnectionInitSql(SESSION_SETTINGS);
        pool.setConnectionTimeout(CONNECT_TIMEOUT_MS);
        pool.setPoolName("postgres");
        pool.setMaximumPoolSize(MAX_CONNECTIONS);
        pool.setMinimumIdle(1);
        return pool;
    }

    private static PGSimpleDataSource source(PostgresUrl database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(database.jdbc());
        if (database.user() != null) {
            source.setUser(database.user());
        }
        if (database.password() != null) {
            source.setPassword(database.password());
        }
        CONNECTION_DEFAULTS.forEach((property, value) -> {
            if (!database.sets(property)) {
                set(source, property, value);
            }
        });
        return source;
    }

    private static void set(PGSimpleDataSource source, String property, String value) {
        try {
            source.setProperty(property, value);
        } catch (SQLException e) {
            throw new IllegalStateException("property=" + property + ", value=" + value, e);
        }
    }
}
