package io.codecollab.bench.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What is the least a database can take for one durable edit? The floor under {@link JournalAppend}.
 *
 * <p>One run: one row with a number and the 41 bytes of a journal record is inserted and committed, over a connection of its
 * own, by the thread that waits for it. Durable as the store has it: SQLite in WAL mode with {@code synchronous=FULL},
 * PostgreSQL with {@code synchronous_commit=on}; after one row of 8 MiB, as there.
 *
 * <pre>benchmarks/run full -q PlainInsert</pre>
 */
public class PlainInsert extends ServerQuestion {

    private static final String TABLE = "codecollab_bench_plain";
    private static final int RECORD_BYTES = 16 + JournalAppend.EDIT_BYTES;

    @Param({"sqlite", "postgresql"})
    String store = "sqlite";

    private final byte[] record = new byte[RECORD_BYTES];
    private @Nullable FreshStore place;
    private @Nullable Connection connection;
    private @Nullable PreparedStatement insert;

    @Setup
    public void setUp() throws SQLException {
        place = FreshStore.of(store);
        try {
            connection = DriverManager.getConnection(place.jdbcUrl());
            run(connection, store.equals("sqlite") ? "PRAGMA journal_mode = WAL" : "SET synchronous_commit = on");
            run(connection, store.equals("sqlite") ? "PRAGMA synchronous = FULL" : "DROP TABLE IF EXISTS " + TABLE);
            run(connection, "CREATE TABLE " + TABLE + columns());
            connection.setAutoCommit(false);
            insert = connection.prepareStatement("INSERT INTO " + TABLE + " (document, record) VALUES (?, ?)");
            commit(new byte[JournalAppend.LOG_BYTES]);
            commit();
            commit();
            require(rows(place.jdbcUrl()) == 3, "committed rows");
        } catch (SQLException | RuntimeException e) {
            tearDown(); // JMH does not, and a database would be left running
            throw e;
        }
    }

    private String columns() {
        return store.equals("sqlite")
                ? " (id INTEGER PRIMARY KEY, document INTEGER NOT NULL, record BLOB NOT NULL)"
                : " (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, document BIGINT NOT NULL, record BYTEA NOT NULL)";
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What somebody else sees. */
    private static int rows(String url) throws SQLException {
        try (Connection other = DriverManager.getConnection(url);
                Statement statement = other.createStatement();
                ResultSet counted = statement.executeQuery("SELECT count(*) FROM " + TABLE)) {
            require(counted.next(), "rows counted");
            return counted.getInt(1);
        }
    }

    @Benchmark
    public void commit() throws SQLException {
        commit(record);
    }

    private void commit(byte[] bytes) throws SQLException {
        PreparedStatement row = Objects.requireNonNull(insert, "not set up");
        row.setLong(1, 1);
        row.setBytes(2, bytes);
        row.executeUpdate();
        row.getConnection().commit();
    }

    @TearDown
    public void tearDown() throws SQLException {
        try (FreshStore made = place;
                Connection open = connection) {
            if (open != null && made != null && made.postgres() != null) {
                open.setAutoCommit(true);
                run(open, "DROP TABLE IF EXISTS " + TABLE); // the database may be somebody's
            }
        }
    }
}
