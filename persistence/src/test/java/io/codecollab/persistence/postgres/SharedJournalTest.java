package io.codecollab.persistence.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.persistence.JournalChanges;
import io.codecollab.persistence.JournalChanges.DocumentChange;
import io.codecollab.persistence.JournalPosition;
import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.SharedUpdateStore;
import io.codecollab.persistence.StoreUnavailableException;
import io.codecollab.persistence.StoredUpdate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What one store learns of what others write. */
class SharedJournalTest {

    @RegisterExtension
    static final PostgresServer server = new PostgresServer();

    @TempDir
    private Path folder;

    private final String url = server.createDatabase();
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
    void tellsWhatOthersWroteSinceAPosition() {
        append(other, "doc", "before");
        JournalPosition since = mine.position();
        append(other, "doc", "one", "two");
        append(other, "b", "of b");

        JournalChanges changes = mine.changesSince(since);

        assertThat(changes.documents()).extracting(DocumentChange::document).containsExactlyInAnyOrder("doc", "b");
        assertThat(changes.documents()).noneMatch(DocumentChange::replaced);
        assertThat(textsOf(changes, "doc")).containsExactly("one", "two");
        assertThat(textsOf(changes, "b")).containsExactly("of b");
    }

    @Test
    void leavesOutWhatThisStoreWroteItself() {
        JournalPosition since = mine.position();
        append(mine, "doc", "mine");
        append(other, "doc", "of another");

        assertThat(textsOf(mine.changesSince(since), "doc")).containsExactly("of another");
        assertThat(textsOf(other.changesSince(since), "doc")).containsExactly("mine");
    }

    @Test
    void aStoreThatIsOpenedAgainIsAnotherOne() {
        JournalPosition since = mine.position();
        append(mine, "doc", "in an earlier life");
        mine.close();
        mine = PostgresUpdateStore.open(url, folder.resolve("mine"), PersistenceConfig.defaults());

        assertThat(textsOf(mine.changesSince(since), "doc")).containsExactly("in an earlier life");
    }

    @Test
    void nothingIsToldTwiceToWhoGoesOn() {
        JournalPosition position = mine.position();
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            append(other, "doc", "update " + i);
            JournalChanges changes = mine.changesSince(position);
            told.addAll(textsOf(changes, "doc"));
            position = changes.next();
        }

        assertThat(told).containsExactly("update 0", "update 1", "update 2", "update 3", "update 4");
        assertThat(mine.changesSince(position).documents()).isEmpty();
    }

    @Test
    void aRowOfALowerIdThatIsCommittedLaterIsNotMissed() {
        append(other, "doc", "first");
        JournalPosition since = mine.position();
        try (Handle slow = Jdbi.create(url).open();
                Handle fast = Jdbi.create(url).open()) {
            slow.begin();
            fast.begin();
            long lower = insert(slow);
            long higher = insert(fast);
            assertThat(lower).isLessThan(higher);
            fast.commit();

            JournalChanges early = mine.changesSince(since);
            slow.commit();
            JournalChanges late = mine.changesSince(early.next());

            assertThat(sequencesOf(early)).containsExactly(higher);
            assertThat(sequencesOf(late)).containsExactly(lower);
            assertThat(mine.changesSince(late.next()).documents()).isEmpty();
        }
    }

    @Test
    void aTransactionThatRunsForLongHoldsNobodyUpAndMakesNobodyReadAgain() {
        append(other, "doc", "first");
        try (Handle slow = Jdbi.create(url).open()) {
            slow.begin();
            long itsRow = insert(slow);
            JournalPosition since = mine.position();
            append(other, "doc", "second");

            JournalChanges early = mine.changesSince(since);
            assertThat(textsOf(early, "doc")).containsExactly("second");
            assertThat(mine.changesSince(early.next()).documents()).isEmpty();

            slow.commit();
            assertThat(sequencesOf(mine.changesSince(early.next()))).containsExactly(itsRow);
        }
    }

    @Test
    void whatWasRolledBackIsNeverTold() {
        append(other, "doc", "first");
        JournalPosition since = mine.position();
        try (Handle handle = Jdbi.create(url).open()) {
            handle.begin();
            insert(handle);
            handle.rollback();
        }

        assertThat(mine.changesSince(since).documents()).isEmpty();
    }

    @Test
    void rowsThatWereCompactedBeforeTheyWereReadShowAsANewSnapshot() {
        append(other, "doc", "first");
        JournalPosition since = mine.position();
        append(other, "doc", "second");
        compact(other, "doc", "first second");
        append(other, "doc", "third");

        JournalChanges changes = mine.changesSince(since);

        assertThat(changes.documents()).singleElement().satisfies(change -> {
            assertThat(change.replaced()).isTrue();
            assertThat(change.sequences()).hasSize(1);
        });
        assertThat(textsOf(changes, "doc")).containsExactly("third");
        assertThat(mine.changesSince(changes.next()).documents()).isEmpty();
    }

    @Test
    void aSnapshotOfThisStoreIsToldToo() {
        JournalPosition since = mine.position();
        append(other, "doc", "nobody here has read this");
        compact(mine, "doc", "nobody here has read this");

        assertThat(mine.changesSince(since).documents()).containsExactly(new DocumentChange("doc", List.of(), true));
    }

    @Test
    void rowsThatWereCompactedBetweenTellingAndReadingAreMissing() {
        JournalPosition since = mine.position();
        append(other, "doc", "one", "two");
        List<Long> told = sequencesOf(mine.changesSince(since));
        compact(other, "doc", "one two");
        append(other, "doc", "three");
        List<Long> newer = sequencesOf(mine.changesSince(since));

        assertThat(told).hasSize(2);
        assertThat(mine.updates(told)).isEmpty();
        assertThat(mine.updates(List.of(told.get(0), newer.get(0))))
                .extracting(StoredUpdate::sequence)
                .isEqualTo(newer);
    }

    @Test
    void aDamagedRowIsQuarantinedWhenItIsRead() {
        JournalPosition since = mine.position();
        append(other, "doc", "one", "two");
        List<Long> told = sequencesOf(mine.changesSince(since));
        execute("UPDATE journal SET record = record || record WHERE id = " + told.get(0));

        assertThat(mine.updates(told)).extracting(row -> text(row.update())).containsExactly("two");

        assertThat(mine.quarantined("doc")).singleElement().satisfies(bad -> {
            assertThat(bad.document()).isEqualTo("doc");
            assertThat(bad.sequence()).isEqualTo(told.get(0));
        });
    }

    @Test
    void aRowOfALaterVersionIsLeftWhereItIsAndTakesNoOthersWithIt() {
        JournalPosition since = mine.position();
        append(other, "doc", "one", "two");
        List<Long> told = sequencesOf(mine.changesSince(since));
        execute("UPDATE journal SET record = set_byte(record, 4, 99) WHERE id = " + told.get(0));

        assertThat(mine.updates(told)).extracting(row -> text(row.update())).containsExactly("two");

        assertThat(mine.quarantined("doc")).isEmpty();
    }

    @Test
    void readsNoRowsWhenAskedForNone() {
        assertThat(mine.updates(List.of())).isEmpty();
    }

    @Test
    void aDatabaseThatWentBackBehindAPositionTellsEverything() {
        append(other, "doc", "one");
        String ahead = Long.toString((1L << 40) + 3);

        JournalChanges changes = mine.changesSince(new JournalPosition(ahead + ":" + ahead + ":"));

        assertThat(textsOf(changes, "doc")).containsExactly("one");
        assertThat(mine.changesSince(changes.next()).documents()).isEmpty();
    }

    @Test
    void rowsThatWereRestoredFromAnotherServerAreNotToldForEver() {
        append(other, "doc", "one");
        execute("UPDATE journal SET written_in = '1099511627776'");
        JournalPosition since = mine.position();
        append(other, "doc", "two");

        assertThat(textsOf(mine.changesSince(since), "doc")).containsExactly("two");
    }

    @Test
    void rowsFromBeforeTheMigrationAreThereAndOld() {
        String before = server.createDatabase();
        Jdbi old = Jdbi.create(before);
        migrateTo("1", before);
        old.useHandle(handle -> {
            handle.execute("INSERT INTO document (name) VALUES ('doc')");
            handle.execute("INSERT INTO journal (document_id, record) VALUES (1, '\\x00')");
        });

        try (SharedUpdateStore store =
                PostgresUpdateStore.open(before, folder.resolve("upgraded"), PersistenceConfig.defaults())) {
            JournalPosition since = store.position();
            // a server of the version before, which still runs
            old.useHandle(handle -> handle.execute("INSERT INTO journal (document_id, record) VALUES (1, '\\x00')"));

            assertThat(sequencesOf(store.changesSince(since))).containsExactly(2L);
        }
    }

    @Test
    void findsWhatIsNewByAnIndexHoweverLongTheJournalIs() {
        append(other, "doc", "one");
        execute("INSERT INTO journal (document_id, record) SELECT 1, '\\x00' FROM generate_series(1, 50000)");
        execute("VACUUM ANALYZE journal");
        JournalPosition since = mine.position();
        append(other, "doc", "two");

        String plan = Jdbi.create(url)
                .withHandle(handle -> String.join(
                        "\n",
                        handle.createQuery("EXPLAIN " + SharedJournal.SELECT_CHANGES)
                                .bind("since", since.snapshot())
                                .bind("writer", 0L)
                                .mapTo(String.class)
                                .list()));

        assertThat(plan).contains("journal_written_in").doesNotContain("Seq Scan on journal");
    }

    @Test
    void aDatabaseThatIsGoneIsSaid() {
        String gone = url.replaceAll(".*/|\\?.*", "");
        JournalPosition since = mine.position();
        server.execute("postgres", "ALTER DATABASE " + gone + " ALLOW_CONNECTIONS false");
        server.execute(
                "postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + gone + "'");

        assertThatThrownBy(() -> mine.changesSince(since)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(mine::announce).isInstanceOf(StoreUnavailableException.class);
        server.execute("postgres", "ALTER DATABASE " + gone + " ALLOW_CONNECTIONS true");
    }

    private static void migrateTo(String version, String url) {
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("classpath:db/migration/postgres")
                .target(version)
                .load()
                .migrate();
    }

    /** Another server's row in a transaction that may go on. */
    private static long insert(Handle transaction) {
        return transaction
                .createQuery("INSERT INTO journal (document_id, record) VALUES (1, '\\x00') RETURNING id")
                .mapTo(Long.class)
                .one();
    }

    private void execute(String sql) {
        Jdbi.create(url).useHandle(handle -> handle.execute(sql));
    }

    private static void append(SharedUpdateStore store, String document, String... updates) {
        for (String update : updates) {
            store.append(document, update.getBytes(UTF_8)).join();
        }
    }

    private static void compact(SharedUpdateStore store, String document, String snapshot) {
        assertThat(store.compact(store.load(document), snapshot.getBytes(UTF_8)))
                .isTrue();
    }

    private static List<Long> sequencesOf(JournalChanges changes) {
        return changes.documents().stream()
                .flatMap(change -> change.sequences().stream())
                .toList();
    }

    private List<String> textsOf(JournalChanges changes, String document) {
        for (DocumentChange change : changes.documents()) {
            if (change.document().equals(document)) {
                return mine.updates(change.sequences()).stream()
                        .map(row -> text(row.update()))
                        .toList();
            }
        }
        return List.of();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
