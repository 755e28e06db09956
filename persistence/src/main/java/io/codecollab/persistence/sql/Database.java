package io.codecollab.persistence.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.codecollab.persistence.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;

/** The connections to a database that has our tables. Thread-safe. */
final class Database implements AutoCloseable {

    private final HikariDataSource connections;
    private final Jdbi jdbi;

    private Database(HikariDataSource connections) {
        this.connections = connections;
        this.jdbi = Jdbi.create(connections);
    }

    /**
     * Connects and migrates.
     *
     * @param name for people; without credentials
     * @throws StoreUnavailableException if either fails; the message is one line
     */
    static Database open(HikariConfig pool, SqlDialect dialect, String name) {
        HikariDataSource connections = null;
        try {
            tryToConnect(Objects.requireNonNull(pool.getDataSource()));
            connections = new HikariDataSource(pool);
            Flyway.configure()
                    .dataSource(connections)
                    .locations(dialect.migrations())
                    .load()
                    .migrate();
            return new Database(connections);
        } catch (SQLException | PoolInitializationException | FlywayException e) {
            if (connections != null) {
                connections.close();
            }
            throw new StoreUnavailableException("cannot open the database " + name + ": " + OneLine.of(e), e);
        }
    }

    /** Fails at once and in few words, where a pool tries for a while and logs what it sees. */
    private static void tryToConnect(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.getMetaData();
        }
    }

    DataSource connections() {
        return connections;
    }

    Jdbi jdbi() {
        return jdbi;
    }

    @Override
    public void close() {
        connections.close();
    }
}
