package io.codecollab.server.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.server.ops.Metrics;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DocumentsTest {

    private static final DocumentName NAME = new DocumentName("doc");
    private static final byte[] EDIT = HexFormat.of().parseHex("0101010004010174016800");

    private final ScriptedJournal journal = new ScriptedJournal();
    private final ExecutorService worker = Executors.newSingleThreadExecutor();

    @AfterEach
    void close() {
        worker.shutdown();
    }

    @Test
    void aDocumentNobodyNeedsIsUnloadedAndComesBackAsItWas() throws InterruptedException {
        try (Documents documents = open(50)) {
            Part first = documents.join(NAME, worker, Part::new);
            first.document.merge(first, EDIT, false);
            await(() -> journal.waitingCount() == 1);
            first.document.leave(first);
            Thread.sleep(150);
            assertThat(documents.size()).as("an edit is not stored yet").isEqualTo(1);

            journal.commit();
            await(() -> documents.size() == 0);
            await(() -> journal.unloadCount() == 1);

            Part second = documents.join(NAME, worker, Part::new);
            assertThat(second.document).isNotSameAs(first.document);
            await(() -> second.heard().contains("joined 01 01 01"));
        }
    }

    @Test
    void thoseWhoJoinTogetherShareADocument() {
        try (Documents documents = open(50)) {
            Part one = documents.join(NAME, worker, Part::new);
            Part two = documents.join(NAME, worker, Part::new);
            Part other = documents.join(new DocumentName("other"), worker, Part::new);

            assertThat(one.document).isSameAs(two.document).isNotSameAs(other.document);
            assertThat(documents.size()).isEqualTo(2);
        }
    }

    @Test
    void drainingHandsEveryEditToTheJournalFirst() throws InterruptedException {
        Documents documents = open(60_000);
        Part part = documents.join(NAME, worker, Part::new);
        part.document.merge(part, EDIT, false);

        assertThat(documents.drain(10_000)).isTrue();

        assertThat(journal.waitingCount()).isEqualTo(1);
        assertThat(part.heard()).contains("closed RESTARTING");
        assertThat(documents.size()).isZero();
    }

    @Test
    void theLongestUnusedIsUnloadedFirstWhenMemoryIsShort() throws InterruptedException {
        long each;
        try (Documents documents = open(60_000)) {
            fill(documents, "one");
            each = documents.memoryBytes();
            assertThat(each).isPositive();
        }
        DocumentsConfig twoAndAHalf = new DocumentsConfig(DocumentLimits.defaults(), 2, 60_000, each * 2 + each / 2);
        try (Documents documents = new Documents(journal, twoAndAHalf, new Metrics())) {
            Part used = fill(documents, "used");
            Part old = fill(documents, "old");
            Part young = fill(documents, "young");
            old.document.leave(old);
            await(() -> !old.document.isUsed());
            Thread.sleep(5); // the clock tells milliseconds
            young.document.leave(young);

            await(() -> documents.size() == 2);

            assertThat(old.document.join(old)).as("ended").isFalse();
            assertThat(young.document.join(young)).isTrue();
            assertThat(used.heard()).as("told nothing of it").noneMatch(line -> line.startsWith("closed"));
        }
    }

    @Test
    void whatIsUsedOrUnsavedStaysHoweverShortMemoryIs() throws InterruptedException {
        DocumentsConfig none = new DocumentsConfig(DocumentLimits.defaults(), 2, 60_000, 1);
        try (Documents documents = new Documents(journal, none, new Metrics())) {
            fill(documents, "used");
            Part idle = fill(documents, "idle");
            Part unsaved = documents.join(new DocumentName("unsaved"), worker, Part::new);
            unsaved.document.merge(unsaved, EDIT, false);
            await(() -> journal.waitingCount() == 1);
            unsaved.document.leave(unsaved);
            idle.document.leave(idle);

            await(() -> documents.size() == 2);
            Thread.sleep(1_500); // longer than it takes to look again
            assertThat(documents.size()).isEqualTo(2);

            journal.commit();
            await(() -> documents.size() == 1);
        }
    }

    /** Takes part in a document of some content, all of it stored. */
    private Part fill(Documents documents, String name) throws InterruptedException {
        Part part = documents.join(new DocumentName(name), worker, Part::new);
        part.document.merge(part, EDIT, false);
        await(() -> journal.waitingCount() == 1);
        journal.commit();
        await(() -> part.heard().stream().anyMatch(line -> line.startsWith("saved")));
        return part;
    }

    private Documents open(long idleUnloadMs) {
        return new Documents(
                journal, new DocumentsConfig(DocumentLimits.defaults(), 2, idleUnloadMs, 1L << 30), new Metrics());
    }

    /** A listener that knows the document it takes part in. */
    private static final class Part extends Listener {
        final Document document;

        Part(Document document) {
            this.document = document;
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadlineNs = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("patience").isLessThan(deadlineNs);
            Thread.sleep(5);
        }
    }
}
