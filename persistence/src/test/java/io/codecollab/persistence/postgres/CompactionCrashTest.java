package io.codecollab.persistence.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.StoreUnavailableException;
import io.codecollab.persistence.StoredDocument;
import io.codecollab.persistence.UpdateStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A compaction whose connection dies leaves the document as it was, or compacted, and nothing in between. */
class CompactionCrashTest {

    private static final int ROUNDS = 40;

    @RegisterExtension
    static final PostgresServer server = new PostgresServer();

    @TempDir
    private Path folder;

    private final String url = server.createDatabase();
    private UpdateStore store;

    @BeforeEach
    void open() {
        store = PostgresUpdateStore.open(url, folder, PersistenceConfig.defaults());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEFORE DELETE ON snapshot",
                "AFTER DELETE ON snapshot",
                "BEFORE DELETE ON journal",
                "AFTER DELETE ON journal",
                "BEFORE INSERT ON snapshot",
                "AFTER INSERT ON snapshot",
                "AFTER INSERT ON snapshot DEFERRABLE INITIALLY DEFERRED", // while it commits
            })
    void whereverItsConnectionDiesTheDocumentIsWhatItWas(String step) {
        StoredDocument before = aDocumentWithSnapshotAndRows();
        dieAt(step);

        assertThatThrownBy(() -> store.compact(before, bytes("all of it")))
                .isInstanceOf(StoreUnavailableException.class);

        StoredDocument after = loaded();
        assertThat(after.snapshotId()).isEqualTo(before.snapshotId());
        assertThat(textsOf(after)).isEqualTo(textsOf(before));
        execute("DROP TRIGGER die ON " + (step.contains("journal") ? "journal" : "snapshot"));
        assertThat(store.compact(before, bytes("all of it"))).isTrue();
        assertThat(textsOf(loaded())).containsExactly("all of it");
    }

    @Test
    void whenverItsConnectionIsKilledTheDocumentIsOldOrNewAndAppendsAreKept() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> expected = new ArrayList<>();
        int compacted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String text = "update " + round;
            expected.add(text);
            store.append("doc", bytes(text)).join();
            StoredDocument before = loaded();
            String meanwhile = "meanwhile " + round;
            var append = store.append("doc", bytes(meanwhile));
            int pauseUs = random.nextInt(4_000);
            Thread killer = new Thread(() -> killAfter(pauseUs));
            killer.start();
            try {
                store.compact(before, bytes(String.join(",", textsOf(before))));
            } catch (StoreUnavailableException e) {
                assertThat(e).hasMessageContaining("cannot compact doc");
            }
            killer.join();
            append.join();
            expected.add(meanwhile);

            StoredDocument after = loaded();
            boolean isNew = after.snapshotId() != before.snapshotId();
            compacted += isNew ? 1 : 0;
            List<String> journal = after.journal().stream()
                    .map(row -> text(row.update()))
                    .distinct()
                    .toList();
            assertThat(journal)
                    .as("seed=%d, round=%d", seed, round)
                    .isEqualTo(isNew ? List.of(meanwhile) : distinctRowsOf(before, meanwhile));
            assertThat(textsOf(after).stream().distinct().toList())
                    .as("seed=%d, round=%d", seed, round)
                    .containsExactlyElementsOf(expected);
        }
        assertThat(compacted).as("seed=%d: some got through", seed).isPositive();
    }

    private static List<String> distinctRowsOf(StoredDocument before, String meanwhile) {
        List<String> rows = new ArrayList<>();
        before.journal().forEach(row -> rows.add(text(row.update())));
        rows.add(meanwhile);
        return rows.stream().distinct().toList();
    }

    private StoredDocument aDocumentWithSnapshotAndRows() {
        store.append("doc", bytes("one")).join();
        assertThat(store.compact(store.load("doc"), bytes("one"))).isTrue();
        store.append("doc", bytes("two")).join();
        store.append("doc", bytes("three")).join();
        return store.load("doc");
    }

    /** The pool may hand out a connection that has just died, once for each. */
    private StoredDocument loaded() {
        for (int attempt = 0; ; attempt++) {
            try {
                return store.load("doc");
            } catch (StoreUnavailableException e) {
                assertThat(attempt).as("%s", e).isLessThan(20);
            }
        }
    }

    private void dieAt(String step) {
        execute("CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN"
                + " PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(10); RETURN NULL; END'");
        String timing = step.replace(" DEFERRABLE INITIALLY DEFERRED", "");
        execute("CREATE " + (timing.equals(step) ? "" : "CONSTRAINT ") + "TRIGGER die " + step
                + " FOR EACH ROW EXECUTE FUNCTION die()");
    }

    private void killAfter(int pauseUs) {
        try (var handle = Jdbi.create(url).open()) {
            Thread.sleep(pauseUs / 1_000, pauseUs % 1_000 * 1_000);
            handle.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) {
        Jdbi.create(url).useHandle(handle -> handle.execute(sql));
    }

    private static List<String> textsOf(StoredDocument stored) {
        List<String> texts = new ArrayList<>();
        if (stored.hasSnapshot()) {
            texts.addAll(List.of(text(stored.snapshot()).split(",")));
        }
        stored.journal().forEach(row -> texts.add(text(row.update())));
        return texts;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
