package io.codecollab.bench.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The questions about the disk, once each, on both databases; and nothing is left behind. */
@SuppressWarnings("NullAway.Init") // JUnit calls startPostgres before any test
class StoreWorkloadTest {

    private static final Path DATA = Path.of("target", "bench-data");

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void startPostgres() throws IOException {
        System.setProperty("bench.data", DATA.toString());
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        System.setProperty("pg.url", postgres.getJdbcUrl("postgres", "postgres"));
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        System.clearProperty("bench.data");
        System.clearProperty("pg.url");
        postgres.close();
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        try (Stream<Path> left = Files.list(DATA)) {
            assertThat(left).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void appends(String store) {
        JournalAppend question = new JournalAppend();
        question.store = store;
        question.setUp();
        try {
            question.alone();
            question.together();
        } finally {
            question.tearDown();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void plainInserts(String store) throws SQLException {
        PlainInsert question = new PlainInsert();
        question.store = store;
        question.setUp();
        try {
            question.commit();
        } finally {
            question.tearDown();
        }
    }

    @Test
    void filesOnDisk() throws IOException {
        FileSync question = new FileSync();
        question.setUp();
        try {
            assertThat(question.force()).isEqualTo(4_096);
        } finally {
            question.tearDown();
        }
    }

    @Test
    void aMachineWithoutPostgresSaysSo() {
        System.clearProperty("pg.url");
        System.setProperty("pg.bin", "target/no-such-folder");
        try {
            JournalAppend question = new JournalAppend();
            question.store = "postgresql";
            assertThatThrownBy(question::setUp)
                    .hasMessageContaining("no PostgreSQL")
                    .hasMessageContaining("no-such-folder");
        } finally {
            System.clearProperty("pg.bin");
            System.setProperty("pg.url", postgres.getJdbcUrl("postgres", "postgres"));
        }
    }
}
