package io.codecollab.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.persistence.CommitListener;
import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.QuarantinedRecord.Source;
import io.codecollab.persistence.StoreUnavailableException;
import io.codecollab.persistence.UnsupportedRecordException;
import io.codecollab.persistence.UpdateStore;
import io.codecollab.persistence.UpdateStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class SqliteUpdateStoreTest extends UpdateStoreContract {

    @TempDir
    private Path folder;

    @Override
    protected UpdateStore open(PersistenceConfig config, CommitListener listener) {
        return SqliteUpdateStore.open(folder, config, listener);
    }

    @Override
    protected void damage(String sql) {
        database().useHandle(handle -> handle.execute(sql));
    }

    /** A trigger refuses every journal row. */
    @Override
    protected AutoCloseable fault() {
        damage("CREATE TRIGGER fault BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'disk on fire'); END");
        return () -> damage("DROP TRIGGER fault");
    }

    @Test
    void syncsEveryCommitToDisk() {
        // FULL is 2; the mode is a connection's own, so it is asked of the configuration that every connection gets
        assertThat(SqliteUpdateStore.settings().toProperties())
                .containsEntry("journal_mode", "WAL")
                .containsEntry("synchronous", "FULL");
        try (Handle handle = database().open()) {
            assertThat(handle.createQuery("PRAGMA journal_mode")
                            .mapTo(String.class)
                            .one())
                    .isEqualTo("wal");
        }
    }

    @Test
    void refusesAFolderThatAnotherStoreHolds() {
        assertThatThrownBy(() -> open(PersistenceConfig.defaults()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("in use by another CodeCollab process")
                .hasMessageContaining(folder.toString());
    }

    @Test
    void refusesAFileWhereTheFolderShouldBe(@TempDir Path other) throws IOException {
        Path file = Files.createFile(other.resolve("file"));

        assertThatThrownBy(() -> SqliteUpdateStore.open(file, PersistenceConfig.defaults()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("cannot be used");
    }

    @Test
    void refusesAFileThatIsNoDatabaseAndLetsGoOfTheFolder(@TempDir Path other) throws IOException {
        Path database = Files.writeString(other.resolve(SqliteUpdateStore.DATABASE_FILE), "no database ".repeat(500));

        assertThatThrownBy(() -> SqliteUpdateStore.open(other, PersistenceConfig.defaults()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("cannot open the database");

        Files.delete(database);
        SqliteUpdateStore.open(other, PersistenceConfig.defaults()).close();
    }

    @Test
    void aRecordFromALaterVersionStopsTheLoadAndStaysWhereItIs(@TempDir Path other) {
        try (UpdateStore store = SqliteUpdateStore.open(other, PersistenceConfig.defaults())) {
            store.append("doc", new byte[] {1}).join();
            Jdbi.create("jdbc:sqlite:" + other.resolve(SqliteUpdateStore.DATABASE_FILE))
                    .useHandle(handle -> handle.execute(
                            "UPDATE journal SET record = x'43434f4c02'" + " || x'01000000000000000000000000'"));

            assertThatThrownBy(() -> store.load("doc")).isInstanceOf(UnsupportedRecordException.class);

            assertThat(store.quarantined("doc")).isEmpty();
        }
    }

    @Test
    void whatTheFirstVersionQuarantinedIsStillThere(@TempDir Path other) {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + other.resolve(SqliteUpdateStore.DATABASE_FILE));
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration/sqlite")
                .target("1")
                .load()
                .migrate();
        Jdbi.create(source).useHandle(handle -> {
            handle.execute("INSERT INTO document (id, name) VALUES (5, 'doc')");
            handle.execute("INSERT INTO quarantine (document_id, source, sequence, record, reason, found_at_ms)"
                    + " VALUES (5, 'SNAPSHOT', 9, x'0102', 'why', 1234)");
        });

        try (UpdateStore store = SqliteUpdateStore.open(other, PersistenceConfig.defaults())) {
            assertThat(store.quarantined("doc")).singleElement().satisfies(bad -> {
                assertThat(bad.source()).isEqualTo(Source.SNAPSHOT);
                assertThat(bad.sequence()).isEqualTo(9);
                assertThat(bad.record()).containsExactly(1, 2);
                assertThat(bad.reason()).isEqualTo("why");
                assertThat(bad.foundAtMs()).isEqualTo(1234);
            });
        }
    }

    private Jdbi database() {
        return Jdbi.create("jdbc:sqlite:" + folder.resolve(SqliteUpdateStore.DATABASE_FILE) + "?busy_timeout=10000");
    }
}
