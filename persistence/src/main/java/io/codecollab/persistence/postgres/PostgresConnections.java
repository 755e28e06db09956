package io.codecollab.persistence.postgres;

import com.zaxxer.hikari.HikariConfig;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** How we connect to a PostgreSQL database: nothing waits for it for ever. Immutable. */
final class PostgresConnections {

    private static final int CONNECT_TIMEOUT_MS = 5_000;
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

    private final PGSimpleDataSource source;

    PostgresConnections(PostgresUrl database) {
        this.source = source(database);
    }

    /** Connections one at a time. */
    DataSource source() {
        return source;
    }

    /** Connections that are used again and again. */
    HikariConfig pool() {
        HikariConfig pool = new HikariConfig();
        pool.setDataSource(source);
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
