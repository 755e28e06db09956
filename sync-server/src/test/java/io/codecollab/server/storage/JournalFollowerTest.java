package io.codecollab.server.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.SharedUpdateStore;
import io.codecollab.persistence.SharedUpdateStore.Listening;
import io.codecollab.persistence.StoredDocument;
import io.codecollab.persistence.UpdateStore;
import io.codecollab.persistence.postgres.PostgresUpdateStore;
import io.codecollab.server.storage.JournalFollower.Timing;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Two servers on one PostgreSQL: this one follows, the other one writes. */
class JournalFollowerTest {

    private static final int TIMEOUT_MS = 30_000;

    /** Long enough for a poll that must not come to come. */
    private static final int SILENCE_MS = 600;

    private static final Timing TIMING = new Timing(250, 50, 30_000, 60_000, 20, 100);

    private static EmbeddedPostgres postgres;
    private static int databases;

    @TempDir
    private Path folder;

    private final String database = "test" + databases++;
    private final Set<String> open = ConcurrentHashMap.newKeySet();
    private final Queue<String> found = new ConcurrentLinkedQueue<>();
    private final List<AutoCloseable> toClose = new ArrayList<>();
    private volatile boolean pubSubIsDown;
    private SharedUpdateStore other;
    private CountedStore mine;
    private JournalFollower follower;

    @BeforeAll
    static void startServer() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void open() {
        execute("CREATE DATABASE " + database);
        other = store("other");
        mine = new CountedStore(store("mine"));
        open.add("doc");
        follower = new JournalFollower(mine.store, open::contains, this::stored, () -> pubSubIsDown, TIMING);
    }

    @AfterEach
    void close() throws Exception {
        follower.close();
        for (AutoCloseable closeable : toClose) {
            closeable.close();
        }
    }

    @Test
    void whatOthersStoreArrivesWhileServersCannotTalk() {
        pubSubIsDown = true;
        follower.start();

        append(other, "doc", "one", "two");
        append(mine.store, "doc", "of this server");
        append(other, "doc", "three");

        await(() -> found.size() == 3);
        assertThat(found).containsExactly("doc: one", "doc: two", "doc: three");
    }

    @Test
    void onlyOpenDocumentsAreRead() {
        pubSubIsDown = true;
        follower.start();

        append(other, "closed", "one");
        append(other, "doc", "two");

        await(() -> found.contains("doc: two"));
        assertThat(found).hasSize(1);
        assertThat(mine.calls("load")).isZero();
    }

    @Test
    void whatWasStoredBeforeAnybodyNoticedTheOutageArrives() {
        follower.start();
        await(() -> mine.calls("changesSince") == 1); // because it began to listen
        append(other, "doc", "told to nobody");
        pause();
        assertThat(found).isEmpty();

        pubSubIsDown = true;

        await(() -> found.contains("doc: told to nobody"));
    }

    @Test
    void aSnapshotThatSwallowedRowsIsHandedOnWithTheRowsAfterIt() {
        append(other, "doc", "one");
        append(other, "doc", "two");
        compact(other, "doc", "one and two");
        append(other, "doc", "three");

        pubSubIsDown = true;
        follower.start();

        await(() -> found.size() == 2);
        assertThat(found).containsExactly("doc: one and two", "doc: three");
    }

    @Test
    void rowsThatAreCompactedWhileTheyAreReadArriveInTheSnapshot() {
        mine.before = method -> {
            if (method.equals("updates") && !other.load("doc").hasSnapshot()) {
                compact(other, "doc", "one and two");
            }
        };
        append(other, "doc", "one", "two");

        pubSubIsDown = true;
        follower.start();

        await(() -> found.contains("doc: one and two"));
    }

    @Test
    void nothingIsReadWhileServersTalk() {
        follower.start();
        await(() -> mine.calls("changesSince") == 1); // because it began to listen
        append(other, "doc", "one");
        follower.committed();

        pause();

        assertThat(mine.calls("changesSince")).isEqualTo(1);
        assertThat(mine.calls("announce")).isZero();
        assertThat(mine.calls("position")).isEqualTo(1);
        assertThat(found).isEmpty();
    }

    @Test
    void aHintIsFollowedEvenIfThisServerCanTalk() {
        follower.start();
        await(() -> mine.calls("changesSince") == 1);
        append(other, "doc", "of a server that is cut off");

        other.announce();

        await(() -> found.contains("doc: of a server that is cut off"));
    }

    @Test
    void manyHintsAreFewPolls() throws InterruptedException {
        follower.start();
        await(() -> mine.calls("changesSince") == 1);
        long startedMs = System.currentTimeMillis();
        for (int i = 0; i < 100; i++) {
            other.announce();
            Thread.sleep(2);
        }
        pause();

        long tookMs = System.currentTimeMillis() - startedMs;
        assertThat(mine.calls("changesSince")).isBetween(2, 2 + (int) (tookMs / TIMING.gapMs()));
    }

    @Test
    void readsOnceMoreWhenServersCanTalkAgainAndThenNoMore() {
        pubSubIsDown = true;
        follower.start();
        awaitPolls(2);

        int before = mine.calls("changesSince");
        pubSubIsDown = false;
        append(other, "doc", "the last one that nobody was told of");

        await(() -> found.contains("doc: the last one that nobody was told of"));
        assertThat(mine.calls("changesSince")).isBetween(before + 1, before + 2);
        int after = mine.calls("changesSince");
        pause();
        assertThat(mine.calls("changesSince")).isEqualTo(after);
    }

    @Test
    void whatIsCommittedHereIsAnnouncedDuringAnOutageAndNotTooOften() throws Exception {
        AtomicInteger heard = new AtomicInteger();
        try (Listening listening = other.listen(heard::incrementAndGet)) {
            await(() -> heard.get() == 1); // it listens
            follower.start();
            follower.committed();
            pause();
            assertThat(heard).hasValue(1);

            pubSubIsDown = true;
            await(() -> heard.get() == 2); // what was committed before
            pause();
            assertThat(mine.calls("announce")).isEqualTo(1);
            follower.committed();
            await(() -> heard.get() == 3);

            long startedMs = System.currentTimeMillis();
            for (int i = 0; i < 100; i++) {
                follower.committed();
                Thread.sleep(2);
            }
            pause();
            long tookMs = System.currentTimeMillis() - startedMs;
            assertThat(mine.calls("announce"))
                    .as("listening=%s", listening)
                    .isBetween(4, 4 + (int) (tookMs / TIMING.gapMs()));
        }
    }

    @Test
    void anOutageOfTheDatabaseIsSaidOnceAndNothingIsLost() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.list = new CopyOnWriteArrayList<>();
        Logger log = (Logger) LoggerFactory.getLogger(JournalFollower.class);
        log.addAppender(lines);
        lines.start();
        try {
            pubSubIsDown = true;
            follower.start();
            append(other, "doc", "before");
            await(() -> found.contains("doc: before"));

            execute("ALTER DATABASE " + database + " ALLOW_CONNECTIONS false");
            execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database + "'");
            await(() -> !lines.list.isEmpty());
            pause();
            var during = other.append("doc", "during".getBytes(UTF_8));
            execute("ALTER DATABASE " + database + " ALLOW_CONNECTIONS true");
            during.join();

            await(() -> found.contains("doc: during"));
            await(() -> lines.list.size() == 2);
            assertThat(lines.list)
                    .extracting(ILoggingEvent::getMessage)
                    .containsExactly(
                            "Cannot follow the journal, trying again until it works", "Following the journal again");
        } finally {
            log.detachAppender(lines);
        }
    }

    @Test
    void aDocumentThatCannotTakeAnUpdateHoldsNoOtherUp() {
        open.add("sick");
        pubSubIsDown = true;
        follower.start();

        append(other, "sick", "one");
        append(other, "doc", "two");
        append(other, "sick", "three");

        await(() -> found.contains("doc: two"));
        append(other, "doc", "four");
        await(() -> found.contains("doc: four"));
    }

    @Test
    void aDocumentOfALaterVersionHoldsNoOtherUp() throws SQLException {
        append(other, "doc", "of the future");
        try (Connection connection = postgres.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE journal SET record = set_byte(record, 4, 99)");
        }
        open.add("other doc");
        append(other, "other doc", "one");

        pubSubIsDown = true;
        follower.start();

        await(() -> found.contains("other doc: one"));
        assertThat(found).hasSize(1);
    }

    @Test
    void everythingArrivesWhileOthersAppendAndCompact() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed=" + seed);
        Random random = new Random(seed);
        SharedUpdateStore third = store("third");
        pubSubIsDown = true;
        follower.start();
        Set<String> expected = new TreeSet<>();
        for (int i = 0; i < 400; i++) {
            SharedUpdateStore writer = random.nextBoolean() ? other : third;
            String text = "edit " + i;
            expected.add(text);
            append(writer, "doc", text + "\n");
            if (random.nextInt(10) == 0) {
                compactAll(random.nextBoolean() ? other : third);
            }
            Thread.sleep(random.nextInt(8));
        }

        Set<String> seen = new TreeSet<>();
        awaitAll(expected, seen);
        expected.add("the last edit"); // which nobody compacts before it is read
        append(other, "doc", "the last edit\n");
        awaitAll(expected, seen);
        assertThat(seen).as("seed=%d", seed).isEqualTo(expected);
        assertThat(mine.calls("load")).as("seed=%d", seed).isPositive();
        assertThat(mine.calls("updates")).as("seed=%d", seed).isPositive();
    }

    private void awaitAll(Set<String> expected, Set<String> seen) throws Exception {
        await(() -> {
            for (String line = found.poll(); line != null; line = found.poll()) {
                line.substring("doc: ".length()).lines().forEach(seen::add);
            }
            return seen.size() >= expected.size();
        });
    }

    private void stored(String document, byte[] update) {
        if (document.equals("sick")) {
            throw new IllegalStateException("a bug");
        }
        found.add(document + ": " + new String(update, UTF_8));
    }

    private SharedUpdateStore store(String name) {
        SharedUpdateStore store = PostgresUpdateStore.open(
                "postgresql://postgres@localhost:" + postgres.getPort() + "/" + database,
                folder.resolve(name),
                PersistenceConfig.defaults());
        toClose.add(store);
        return store;
    }

    private static void append(UpdateStore store, String document, String... updates) {
        for (String update : updates) {
            store.append(document, update.getBytes(UTF_8)).join();
        }
    }

    private static void compact(UpdateStore store, String document, String snapshot) {
        assertThat(store.compact(store.load(document), snapshot.getBytes(UTF_8)))
                .isTrue();
    }

    private static void compactAll(UpdateStore store) {
        StoredDocument stored = store.load("doc");
        StringBuilder all = new StringBuilder(new String(stored.snapshot(), UTF_8));
        stored.journal().forEach(row -> all.append(new String(row.update(), UTF_8)));
        store.compact(stored, all.toString().getBytes(UTF_8));
    }

    private static void execute(String sql) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private void awaitPolls(int count) {
        int before = mine.calls("changesSince");
        await(() -> mine.calls("changesSince") >= before + count);
    }

    private static void pause() {
        try {
            Thread.sleep(SILENCE_MS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadlineMs = System.currentTimeMillis() + TIMEOUT_MS;
        while (!condition.getAsBoolean()) {
            assertThat(System.currentTimeMillis()).isLessThan(deadlineMs);
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
