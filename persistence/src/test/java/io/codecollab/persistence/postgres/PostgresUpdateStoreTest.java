package io.codecollab.persistence.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.persistence.CommitListener;
import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.StoreUnavailableException;
import io.codecollab.persistence.StoredDocument;
import io.codecollab.persistence.UpdateStore;
import io.codecollab.persistence.UpdateStoreContract;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class PostgresUpdateStoreTest extends UpdateStoreContract {

    @RegisterExtension
    static final PostgresServer server = new PostgresServer();

    @TempDir
    private Path folder;

    private final String url = server.createDatabase();

    @Override
    protected UpdateStore open(PersistenceConfig config, CommitListener listener) {
        return PostgresUpdateStore.open(url, folder, config, listener);
    }

    @Override
    protected void damage(String sql) {
        Jdbi.create(url).useHandle(handle -> handle.execute(sql));
    }

    /** A trigger refuses every journal row. */
    @Override
    protected AutoCloseable fault() {
        damage("CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql"
                + " AS 'BEGIN RAISE EXCEPTION ''disk on fire''; END'");
        damage("CREATE TRIGGER fault BEFORE INSERT ON journal EXECUTE FUNCTION fault()");
        return () -> {
            damage("DROP TRIGGER fault ON journal");
            damage("DROP FUNCTION fault");
        };
    }

    @Test
    void commitsAreSyncedWhateverTheServersDefaultIs() {
        String database = url.replaceAll(".*/|\\?.*", "");
        server.execute("postgres", "ALTER DATABASE " + database + " SET synchronous_commit = off");
        damage("CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN"
                + " NEW.record := convert_to(current_setting(''synchronous_commit'') || current_setting(''fsync''), ''UTF8'');"
                + " RETURN NEW; END'");
        damage("CREATE TRIGGER tell BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION tell()");
        try (UpdateStore other = PostgresUpdateStore.open(url, folder.resolve("other"), PersistenceConfig.defaults())) {
            other.append("doc", new byte[1]).join();

            assertThat(other.load("doc").quarantined())
                    .singleElement()
                    .satisfies(
                            row -> assertThat(new String(row.record(), UTF_8)).isEqualTo("onon"));
        }
    }

    @Test
    void manyRowsAreOneStatement() {
        damage("CREATE TABLE statements (rows BIGINT)");
        damage("CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN"
                + " INSERT INTO statements SELECT count(*) FROM new_rows; RETURN NULL; END'");
        damage("CREATE TRIGGER tell AFTER INSERT ON journal REFERENCING NEW TABLE AS new_rows"
                + " FOR EACH STATEMENT EXECUTE FUNCTION tell()");
        try (UpdateStore other = PostgresUpdateStore.open(url, folder.resolve("other"), PersistenceConfig.defaults())) {
            List<CompletableFuture<Void>> appends = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                appends.add(other.append("doc", new byte[20]));
            }
            appends.forEach(CompletableFuture::join);
        }

        Jdbi.create(url).useHandle(handle -> {
            assertThat(count(handle, "SELECT sum(rows) FROM statements")).isEqualTo(1_000);
            assertThat(count(handle, "SELECT max(rows) FROM statements")).isGreaterThan(50);
        });
    }

    private static int count(Handle handle, String sql) {
        return handle.createQuery(sql).mapTo(Integer.class).one();
    }

    @Test
    void doesNotCompactWhatAnotherServerIsCompacting() {
        try (UpdateStore other = PostgresUpdateStore.open(url, folder.resolve("other"), PersistenceConfig.defaults());
                Handle compacting = Jdbi.create(url).open()) {
            other.append("doc", new byte[] {1}).join();
            other.append("free", new byte[] {1}).join();
            StoredDocument loaded = other.load("doc");
            compacting.begin();
            compacting.execute(
                    "SELECT pg_advisory_xact_lock(x'43434F4C00000000'::bigint + id) FROM document WHERE name = 'doc'");

            assertThat(other.compact(loaded, new byte[] {2})).isFalse();
            assertThat(other.compact(other.load("free"), new byte[] {2})).isTrue();
            compacting.commit();

            assertThat(other.compact(loaded, new byte[] {2})).isTrue();
        }
    }

    @Test
    void twoServersShareADatabase() {
        try (UpdateStore one = PostgresUpdateStore.open(url, folder.resolve("one"), PersistenceConfig.defaults());
                UpdateStore two = PostgresUpdateStore.open(url, folder.resolve("two"), PersistenceConfig.defaults())) {
            one.append("doc", new byte[] {1}).join();
            two.append("doc", new byte[] {2}).join();
            one.append("doc", new byte[] {3}).join();

            assertThat(two.load("doc").journal())
                    .extracting(row -> row.update()[0])
                    .containsExactly((byte) 1, (byte) 2, (byte) 3);
        }
    }

    @Test
    void refusesAFolderThatAnotherStoreHolds() {
        assertThatThrownBy(() -> open(PersistenceConfig.defaults()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("in use by another CodeCollab process");
    }

    @Test
    void saysInOneLineThatNobodyListensAndLetsGoOfTheFolder(@TempDir Path other) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String nowhere = "postgresql://ann:secret@localhost:" + port + "/docs";

        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> PostgresUpdateStore.open(nowhere, other, PersistenceConfig.defaults()))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("cannot open the database postgresql://localhost:" + port + "/docs: ")
                    .hasMessageContaining("refused")
                    .satisfies(PostgresUpdateStoreTest::isOneLineWithoutPassword);
        }
    }

    @Test
    void saysInOneLineThatTheDatabaseDoesNotExist(@TempDir Path other) {
        assertThatThrownBy(() -> PostgresUpdateStore.open(
                        server.url("nowhere") + "&password=secret", other, PersistenceConfig.defaults()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("database \"nowhere\" does not exist")
                .satisfies(PostgresUpdateStoreTest::isOneLineWithoutPassword);
    }

    @Test
    void saysInOneLineThatThePasswordIsWrong(@TempDir Path other) throws Exception {
        server.execute("postgres", "CREATE ROLE locked LOGIN PASSWORD 'right'");
        Path rules = server.data().resolve("pg_hba.conf");
        List<String> open = Files.readAllLines(rules);
        Files.writeString(rules, "host all locked all scram-sha-256\n" + String.join("\n", open) + "\n");
        server.execute("postgres", "SELECT pg_reload_conf()");
        Thread.sleep(200); // the postmaster reads it when it gets the signal

        assertThatThrownBy(() -> PostgresUpdateStore.open(
                        "postgresql://locked:secret@localhost:" + server.port() + "/postgres",
                        other,
                        PersistenceConfig.defaults()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("password authentication failed for user \"locked\"")
                .satisfies(PostgresUpdateStoreTest::isOneLineWithoutPassword);
    }

    @Test
    void aServerThatDoesNotAnswerFailsTheOpeningAndHangsNobody(@TempDir Path other) throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            String url =
                    "jdbc:postgresql://localhost:" + silent.getLocalPort() + "/docs?loginTimeout=1&password=secret";
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread opening = new Thread(() -> {
                try {
                    PostgresUpdateStore.open(url, other, PersistenceConfig.defaults())
                            .close();
                } catch (StoreUnavailableException e) {
                    failure.set(e);
                }
            });
            opening.start();
            opening.join(10_000);

            assertThat(failure.get())
                    .hasMessageContaining("cannot open the database")
                    .satisfies(PostgresUpdateStoreTest::isOneLineWithoutPassword);
        }
    }

    private static void isOneLineWithoutPassword(Throwable e) {
        assertThat(e).hasMessageNotContainingAny("secret", "\n");
    }
}
