package io.codecollab.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.persistence.QuarantinedRecord.Source;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link UpdateStore} keeps. One suite, every database: a subclass opens a store and knows how to damage it. */
public abstract class UpdateStoreContract {

    private static final int TIMEOUT_SECONDS = 20;

    private UpdateStore store;

    /** Opens the store of this test; a second call, after a close, opens the same data again. */
    protected abstract UpdateStore open(PersistenceConfig config, CommitListener listener);

    protected final UpdateStore open(PersistenceConfig config) {
        return open(config, CommitListener.NONE);
    }

    /** Runs a statement on the open database, past the store. */
    protected abstract void damage(String sql);

    /** Makes every commit fail until the returned handle is closed. */
    protected abstract AutoCloseable fault() throws Exception;

    @BeforeEach
    void openStore() {
        store = open(PersistenceConfig.defaults());
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void findsAnUnknownDocumentEmpty() {
        StoredDocument loaded = store.load("nobody wrote this");

        assertThat(loaded.hasSnapshot()).isFalse();
        assertThat(loaded.snapshot()).isEmpty();
        assertThat(loaded.journal()).isEmpty();
        assertThat(loaded.size()).isZero();
    }

    @Test
    void loadsWhatWasAppendedInOrder() {
        append("doc", "one", "two", "three");

        assertThat(textsOf("doc")).containsExactly("one", "two", "three");
        assertThat(store.load("doc").journal())
                .extracting(StoredUpdate::sequence)
                .isSorted();
    }

    @Test
    void keepsDocumentsApart() {
        append("a", "of a");
        append("b", "of b");
        append("a", "more of a");

        assertThat(textsOf("a")).containsExactly("of a", "more of a");
        assertThat(textsOf("b")).containsExactly("of b");
    }

    @Test
    void keepsNamesApartThatDifferInOneCharacter() {
        List<String> names = List.of("doc", "Doc", "doc ", "d\u00F6c", "do\u0308c", "文書/1", "😀", "%", "_", "'; --");
        for (String name : names) {
            append(name, "text of " + name);
        }

        for (String name : names) {
            assertThat(textsOf(name)).containsExactly("text of " + name);
        }
    }

    @Test
    void returnsTheBytesThatCame() {
        byte[] everyByte = new byte[256];
        for (int i = 0; i < everyByte.length; i++) {
            everyByte[i] = (byte) i;
        }
        byte[] large = new byte[3 << 20];
        new Random(7).nextBytes(large);
        for (byte[] update : List.of(new byte[0], everyByte, large)) {
            await(store.append("bytes", update));
        }

        List<StoredUpdate> journal = store.load("bytes").journal();

        assertThat(journal).hasSize(3);
        assertThat(journal.get(0).update()).isEmpty();
        assertThat(journal.get(1).update()).isEqualTo(everyByte);
        assertThat(journal.get(2).update()).isEqualTo(large);
    }

    @Test
    void hasEveryCommittedUpdateAfterItIsOpenedAgain() {
        append("doc", "one", "two");
        StoredDocument before = store.load("doc");
        assertThat(store.compact(before, bytes("snapshot"))).isTrue();
        append("doc", "three");

        store.close();
        store = open(PersistenceConfig.defaults());

        assertThat(store.load("doc").snapshot()).isEqualTo(bytes("snapshot"));
        assertThat(textsOf("doc")).containsExactly("three");
    }

    @Test
    void closingCommitsWhatWaits() {
        List<CompletableFuture<Void>> appends = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            appends.add(store.append("doc", bytes("update " + i)));
        }

        store.close();

        assertThat(appends).allSatisfy(append -> assertThat(append).isCompleted());
        store = open(PersistenceConfig.defaults());
        assertThat(store.load("doc").journal()).hasSize(500);
    }

    @Test
    void keepsTheOrderOfEveryThreadThatAppends() throws InterruptedException {
        int threadCount = 8;
        int updatesEach = 200;
        Queue<CompletableFuture<Void>> appends = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < threadCount; t++) {
            String name = "document " + t % 3;
            String who = "thread " + t + ", update ";
            threads.add(new Thread(() -> {
                for (int i = 0; i < updatesEach; i++) {
                    appends.add(store.append(name, bytes(who + i)));
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        appends.forEach(UpdateStoreContract::await);

        for (int t = 0; t < threadCount; t++) {
            String who = "thread " + t + ", update ";
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < updatesEach; i++) {
                expected.add(who + i);
            }
            assertThat(textsOf("document " + t % 3))
                    .filteredOn(text -> text.startsWith(who))
                    .isEqualTo(expected);
        }
        assertThat(store.unsavedBytes()).isZero();
    }

    @Test
    void compactionReplacesWhatWasLoadedAndNothingElse() {
        append("doc", "one", "two");
        append("other", "of other");
        StoredDocument merged = store.load("doc");
        append("doc", "came in the meantime");

        assertThat(store.compact(merged, bytes("one two"))).isTrue();

        assertThat(store.load("doc").snapshot()).isEqualTo(bytes("one two"));
        assertThat(textsOf("doc")).containsExactly("came in the meantime");
        assertThat(textsOf("other")).containsExactly("of other");
    }

    @Test
    void aSnapshotIsReplacedByTheNext() {
        append("doc", "one");
        store.compact(store.load("doc"), bytes("first"));
        append("doc", "two");
        StoredDocument merged = store.load("doc");

        assertThat(store.compact(merged, bytes("second"))).isTrue();

        assertThat(store.load("doc").snapshot()).isEqualTo(bytes("second"));
        assertThat(store.load("doc").snapshotId()).isNotEqualTo(merged.snapshotId());
        assertThat(textsOf("doc")).isEmpty();
    }

    @Test
    void ofTwoCompactionsOfTheSameRowsOneWins() {
        append("doc", "one", "two");
        StoredDocument mine = store.load("doc");
        append("doc", "three");
        StoredDocument theirs = store.load("doc");
        assertThat(store.compact(theirs, bytes("one two three"))).isTrue();

        assertThat(store.compact(mine, bytes("one two"))).isFalse();

        assertThat(store.load("doc").snapshot()).isEqualTo(bytes("one two three"));
        assertThat(textsOf("doc")).isEmpty();
    }

    @Test
    void aRefusedCompactionDeletesNothing() {
        append("doc", "one", "two");
        StoredDocument loaded = store.load("doc");
        append("doc", "three");
        assertThat(store.quarantine("doc", loaded.journal().get(1), "test")).isTrue();

        assertThat(store.compact(loaded, bytes("one two"))).isFalse();

        assertThat(store.load("doc").hasSnapshot()).isFalse();
        assertThat(textsOf("doc")).containsExactly("one", "three");
    }

    @Test
    void aCompactionOfASnapshotThatIsGoneIsRefused() {
        append("doc", "one");
        store.compact(store.load("doc"), bytes("first"));
        StoredDocument stale = store.load("doc");
        store.compact(stale, bytes("second"));

        assertThat(store.compact(stale, bytes("third"))).isFalse();

        assertThat(store.load("doc").snapshot()).isEqualTo(bytes("second"));
    }

    @Test
    void aDocumentNobodyWroteHasNothingToCompact() {
        assertThat(store.compact(store.load("nobody"), bytes("snapshot"))).isFalse();
    }

    @Test
    void aDamagedRowIsQuarantinedAndTheRestLoads() {
        append("doc", "one", "two", "three");
        long second = store.load("doc").journal().get(1).sequence();
        damage("UPDATE journal SET record = record || record WHERE id = " + second);

        StoredDocument loaded = store.load("doc");

        assertThat(loaded.journal()).extracting(row -> text(row.update())).containsExactly("one", "three");
        assertThat(loaded.quarantined()).singleElement().satisfies(bad -> {
            assertThat(bad.source()).isEqualTo(Source.JOURNAL);
            assertThat(bad.sequence()).isEqualTo(second);
            assertThat(text(bad.record())).contains("two");
            assertThat(bad.reason()).contains("length=3");
        });
        assertThat(store.load("doc").quarantined()).as("found once").isEmpty();
        assertThat(store.quarantined("doc"))
                .singleElement()
                .satisfies(bad -> assertThat(bad.sequence()).isEqualTo(second));
        assertThat(textsOf("doc")).containsExactly("one", "three");
    }

    @Test
    void aDamagedSnapshotIsQuarantinedAndTheJournalLoads() {
        append("doc", "one");
        store.compact(store.load("doc"), bytes("snapshot"));
        append("doc", "two");
        long snapshotId = store.load("doc").snapshotId();
        damage("UPDATE snapshot SET record = (SELECT record FROM journal)");

        StoredDocument loaded = store.load("doc");

        assertThat(loaded.hasSnapshot()).isFalse();
        assertThat(loaded.quarantined()).singleElement().satisfies(bad -> {
            assertThat(bad.source()).isEqualTo(Source.SNAPSHOT);
            assertThat(bad.sequence()).isEqualTo(snapshotId);
        });
        assertThat(textsOf("doc")).containsExactly("two");
        assertThat(store.compact(store.load("doc"), bytes("new"))).isTrue();
        assertThat(store.load("doc").snapshot()).isEqualTo(bytes("new"));
    }

    @Test
    void aRowItsReaderRefusesIsKeptForInspection() {
        append("doc", "one", "two");
        StoredUpdate refused = store.load("doc").journal().get(0);

        assertThat(store.quarantine("doc", refused, "not an update")).isTrue();

        assertThat(textsOf("doc")).containsExactly("two");
        assertThat(store.quarantined("doc")).singleElement().satisfies(bad -> {
            assertThat(text(bad.record())).endsWith("one");
            assertThat(bad.reason()).isEqualTo("not an update");
            assertThat(bad.foundAtMs()).isPositive();
        });
        assertThat(store.quarantine("doc", refused, "again")).isFalse();
    }

    @Test
    void aDocumentExistsOnceItIsCreatedOrWritten() {
        assertThat(store.exists("doc")).isFalse();

        assertThat(store.create("doc")).isTrue();
        append("other", "one");

        assertThat(store.exists("doc")).isTrue();
        assertThat(store.exists("other")).isTrue();
        assertThat(store.exists("nobody")).isFalse();
        assertThat(store.create("doc")).isFalse();
        assertThat(store.create("other")).isFalse();
        assertThat(store.load("doc").size()).isZero();
        append("doc", "two");
        assertThat(textsOf("doc")).containsExactly("two");
    }

    @Test
    void loadingOrAskingMakesNoDocument() {
        store.load("doc");
        store.exists("doc");
        store.quarantined("doc");

        assertThat(store.exists("doc")).isFalse();
    }

    @Test
    void listsDocumentsInTheOrderOfTheirBytesAPageAtATime() {
        List<String> inOrder = List.of("B", "a", "a ", "aa", "b", "ä", "\uFF21", "😀");
        List<String> shuffled = new ArrayList<>(inOrder);
        Collections.shuffle(shuffled, new Random(3));
        shuffled.forEach(store::create);

        List<String> listed = new ArrayList<>();
        String after = null;
        for (List<DocumentSummary> page = store.documents(after, 3);
                !page.isEmpty();
                page = store.documents(after, 3)) {
            assertThat(page).hasSizeLessThanOrEqualTo(3);
            page.forEach(summary -> listed.add(summary.name()));
            after = listed.get(listed.size() - 1);
        }

        assertThat(listed).isEqualTo(inOrder);
        assertThat(store.documents("a!", 1))
                .as("after a name that is none")
                .extracting(DocumentSummary::name)
                .containsExactly("aa");
    }

    @Test
    void tellsHowMuchIsStoredOfADocument() {
        store.create("empty");
        append("doc", "four", "five5");
        store.quarantine("doc", store.load("doc").journal().get(0), "test");
        append("merged", "one");
        store.compact(store.load("merged"), bytes("snapshot"));
        int header = 16;

        assertThat(store.documents(null, 10))
                .containsExactly(
                        new DocumentSummary("doc", 0, 1, header + 5, 1),
                        new DocumentSummary("empty", 0, 0, 0, 0),
                        new DocumentSummary("merged", header + 8, 0, 0, 0));
    }

    @Test
    void anUpdateThatWasRefusedIsKeptAndMakesNoDocument() {
        store.keepRefused("doc", bytes("no update"), "offset=3\0");

        assertThat(store.quarantined("doc")).singleElement().satisfies(refused -> {
            assertThat(refused.source()).isEqualTo(Source.REFUSED);
            assertThat(refused.document()).isEqualTo("doc");
            assertThat(refused.sequence()).isZero();
            assertThat(text(refused.record())).isEqualTo("no update");
            assertThat(refused.reason()).startsWith("offset=3");
            assertThat(refused.foundAtMs()).isPositive();
        });
        assertThat(store.exists("doc")).isFalse();
        assertThat(store.documents(null, 10)).isEmpty();
        assertThat(store.load("doc").quarantined()).isEmpty();
    }

    @Test
    void ofRefusedUpdatesTheNewestAreKept() {
        append("doc", "one");
        store.quarantine("doc", store.load("doc").journal().get(0), "a row of ours");
        int kept = PersistenceConfig.defaults().maxRefusedRecords();
        for (int i = 0; i < kept + 5; i++) {
            store.keepRefused(i % 2 == 0 ? "doc" : "other", bytes("refused " + i), "test");
        }

        List<QuarantinedRecord> all = new ArrayList<>(store.quarantined("doc"));
        all.addAll(store.quarantined("other"));
        assertThat(all).filteredOn(row -> row.source() == Source.JOURNAL).hasSize(1);
        assertThat(all)
                .filteredOn(row -> row.source() == Source.REFUSED)
                .hasSize(kept)
                .noneMatch(row -> text(row.record()).matches("refused [0-4]"));
    }

    @Test
    void ofRefusedUpdatesOnlySoManyBytesAreKept() {
        long maxBytes = PersistenceConfig.defaults().maxRefusedBytes();
        int each = 1_000_000;
        for (int i = 0; i < maxBytes / each + 2; i++) {
            store.keepRefused("doc", new byte[each], "number " + i);
        }

        List<QuarantinedRecord> kept = store.quarantined("doc");

        assertThat(kept).hasSize((int) (maxBytes / each));
        assertThat(kept.get(0).reason()).isEqualTo("number 2");
    }

    @Test
    void ofAHugeRefusedUpdateTheBeginningIsKept() {
        byte[] huge = new byte[(1 << 20) + 1];
        huge[0] = 7;

        store.keepRefused("doc", huge, "too large");

        assertThat(store.quarantined("doc")).singleElement().satisfies(refused -> {
            assertThat(refused.record()).hasSize(1 << 20).startsWith(7);
            assertThat(refused.reason()).startsWith("too large").contains("first 1048576 bytes", "bytes=1048577");
        });
    }

    @Test
    void appendsWaitUntilTheDatabaseIsBack() throws Exception {
        append("doc", "before");
        CompletableFuture<Void> append;
        try (AutoCloseable fault = fault()) {
            append = store.append("doc", bytes("during"));
            Thread.sleep(300); // several attempts
            assertThat(append).as("while %s lasts", fault).isNotDone();
            assertThat(store.unsavedBytes()).isPositive();
        }

        await(append);

        assertThat(textsOf("doc")).containsExactly("before", "during");
        assertThat(store.unsavedBytes()).isZero();
    }

    @Test
    void refusesAppendsPastTheBoundAndForgetsNothingBelowIt() throws Exception {
        store.close();
        store = open(new PersistenceConfig(1_000, 0, 0, 5, 20, 10_000, 1, 1));
        CompletableFuture<Void> accepted;
        CompletableFuture<Void> refused;
        try (AutoCloseable fault = fault()) {
            accepted = store.append("doc", new byte[700]);
            refused = store.append("doc", new byte[700]);
            assertThat(refused).as("while %s lasts", fault).isCompletedExceptionally();
        }
        await(accepted);

        assertThat(store.load("doc").journal()).hasSize(1);
        assertThatThrownBy(refused::join)
                .hasCauseInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("maxUnsavedBytes=1000");
    }

    @Test
    void whatItCannotCommitWhenItClosesIsThereAfterTheNextStart() throws Exception {
        store.close();
        store = open(new PersistenceConfig(500, 1 << 20, 100, 5, 20, 200, 1, 1));
        List<String> texts = new ArrayList<>();
        List<CompletableFuture<Void>> appends = new ArrayList<>();
        try (AutoCloseable fault = fault()) {
            for (int i = 0; i < 20; i++) {
                texts.add("update " + i);
                appends.add(store.append("doc", bytes("update " + i)));
            }
            assertThat(store.health().spilledBytes())
                    .as("while %s lasts", fault)
                    .isPositive();
            store.close();
        }

        assertThat(appends).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThatThrownBy(appends.get(0)::join)
                .hasCauseInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("did not recover in time");
        store = open(PersistenceConfig.defaults());
        assertThat(textsOf("doc")).isEqualTo(texts);
        assertThat(store.unsavedBytes()).isZero();
    }

    @Test
    void tellsWhoeverMeasuresAndSaysThatItFails() throws Exception {
        store.close();
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        store = open(PersistenceConfig.defaults(), new CommitListener() {
            @Override
            public void committed(int rows, long bytes, long nanos) {
                heard.add("committed rows=" + rows + ", bytes=" + bytes + ", positive=" + (nanos > 0));
            }

            @Override
            public void failed(Throwable failure) {
                heard.add("failed");
            }
        });
        CompletableFuture<Void> append;
        try (AutoCloseable fault = fault()) {
            append = store.append("doc", bytes("one"));
            Thread.sleep(300);
            assertThat(store.health().failing()).as("while %s lasts", fault).isTrue();
            assertThat(store.health().lastError()).contains("disk on fire");
        }
        await(append);

        assertThat(heard).startsWith("failed").endsWith("committed rows=1, bytes=19, positive=true");
        assertThat(store.health()).isEqualTo(new StoreHealth(false, 0, null, 0, 0, false));
    }

    @Test
    void refusesAppendsOnceClosed() {
        store.close();

        assertThat(store.append("doc", bytes("late"))).isCompletedExceptionally();
    }

    /** Appends, and waits for the commit. */
    private void append(String document, String... updates) {
        for (String update : updates) {
            await(store.append(document, bytes(update)));
        }
    }

    private List<String> textsOf(String document) {
        return store.load(document).journal().stream()
                .map(row -> text(row.update()))
                .toList();
    }

    private static void await(CompletableFuture<Void> append) {
        append.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
