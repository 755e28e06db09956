package io.codecollab.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.SharedUpdateStore;
import io.codecollab.persistence.SharedUpdateStore.Listening;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Stores tell each other that there is something to read. */
class AnnouncementTest {

    private static final int TIMEOUT_SECONDS = 30;

    /** Long enough for a hint that must not come to come. */
    private static final int SILENCE_MS = 500;

    @RegisterExtension
    static final PostgresServer server = new PostgresServer();

    @TempDir
    private Path folder;

    private final String url = server.createDatabase();
    private final Semaphore hints = new Semaphore(0);
    private SharedUpdateStore mine;
    private SharedUpdateStore other;

    @BeforeEach
    void open() {
        mine = PostgresUpdateStore.open(url, folder.resolve("mine"), PersistenceConfig.defaults());
        other = PostgresUpdateStore.open(url, folder.resolve("other"), PersistenceConfig.defaults());
    }

    @AfterEach
    void close() {
        mine.close();
        other.close();
    }

    @Test
    void anAnnouncementIsAHintToTheOthersAndNotToOneself() throws Exception {
        Semaphore hintsOfOther = new Semaphore(0);
        try (Listening here = mine.listen(hints::release);
                Listening there = other.listen(hintsOfOther::release)) {
            awaitHint(hints); // it listens
            awaitHint(hintsOfOther);

            other.announce();

            awaitHint(hints);
            assertNoHint(hintsOfOther);
            assertThat(here).isNotSameAs(there);
        }
    }

    @Test
    void aConnectionThatIsKilledIsOpenedAgainAndHintsOnce() throws Exception {
        try (Listening listening = mine.listen(hints::release)) {
            awaitHint(hints);

            killTheListeningConnection();

            awaitHint(hints);
            assertNoHint(hints);
            other.announce();
            awaitHint(hints);
            assertThat(listening).isNotNull();
        }
    }

    @Test
    void aServerThatIsDownIsWaitedFor() throws Exception {
        try (Listening listening = mine.listen(hints::release)) {
            awaitHint(hints);

            server.stop();
            assertNoHint(hints);
            server.startAgain();

            awaitHint(hints);
            other.announce();
            awaitHint(hints);
            assertThat(listening).isNotNull();
        }
    }

    @Test
    void whoHearsAHintMayFailAndHearsTheNext() throws Exception {
        try (Listening listening = mine.listen(() -> {
            hints.release();
            throw new IllegalStateException("a bug");
        })) {
            awaitHint(hints);
            other.announce();
            awaitHint(hints);
            other.announce();
            awaitHint(hints);
            assertThat(listening).isNotNull();
        }
    }

    @Test
    void isQuietOnceClosed() throws Exception {
        Listening listening = mine.listen(hints::release);
        awaitHint(hints);

        long startedNs = System.nanoTime();
        listening.close();

        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNs)).isLessThan(1_000);
        other.announce();
        assertNoHint(hints);
    }

    private void killTheListeningConnection() {
        server.execute(url.replaceAll(".*/|\\?.*", ""), """
                DO $$ BEGIN
                  ASSERT (SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                           WHERE datname = current_database() AND query LIKE 'LISTEN%') = 1;
                END $$
                """);
    }

    private static void awaitHint(Semaphore hints) throws InterruptedException {
        assertThat(hints.tryAcquire(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private static void assertNoHint(Semaphore hints) throws InterruptedException {
        assertThat(hints.tryAcquire(SILENCE_MS, TimeUnit.MILLISECONDS)).isFalse();
    }
}
