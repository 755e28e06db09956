package io.codecollab.persistence.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.persistence.CommitListener;
import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shared commit over a database that fails when it is told to. */
class GroupCommitTest {

    /** In memory there is room for this many updates, of this many bytes. */
    private static final int IN_MEMORY = 10;

    private static final int BYTES = 100;

    private static final PersistenceConfig CONFIG = config(1 << 20, 1_000);

    @TempDir
    private Path folder;

    private final ScriptedDatabase database = new ScriptedDatabase();
    private final List<GroupCommit> opened = new ArrayList<>();

    @AfterEach
    void close() {
        database.failing = false;
        opened.forEach(GroupCommit::close);
    }

    @Test
    void whatMemoryHasNoRoomForIsSpilledAndCommittedInOrder() throws Exception {
        GroupCommit commits = open(CONFIG);
        database.failing = true;
        List<CompletableFuture<Void>> appends = append(commits, 0, 50);

        assertThat(appends).noneMatch(CompletableFuture::isDone);
        assertThat(commits.health().spilledBytes()).isPositive();
        assertThat(commits.health().full()).isFalse();
        assertThat(spillFile()).exists();

        database.failing = false;
        await(appends);

        assertThat(database.committed).isEqualTo(texts(0, 50));
        assertThat(commits.health().unsavedBytes()).isZero();
        assertThat(commits.health().spilledBytes()).isZero();
        assertThat(spillFile()).doesNotExist();
    }

    @Test
    void keepsTheOrderWhateverFailsWhen() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        GroupCommit commits = open(CONFIG);
        List<CompletableFuture<Void>> appends = new ArrayList<>();
        int count = 0;
        for (int turn = 0; turn < 200; turn++) {
            database.failing = random.nextInt(3) == 0;
            int more = random.nextInt(25);
            appends.addAll(append(commits, count, count + more));
            count += more;
            if (random.nextInt(3) == 0) {
                Thread.sleep(random.nextInt(4));
            }
        }
        database.failing = false;
        await(appends);

        assertThat(database.committed).as("seed=%d", seed).isEqualTo(texts(0, count));
        assertThat(commits.health().unsavedBytes()).as("seed=%d", seed).isZero();
        assertThat(spillFile()).as("seed=%d", seed).doesNotExist();
    }

    @Test
    void whatWaitsWhenItClosesIsCommittedByTheNextInOrder() throws Exception {
        GroupCommit commits = open(CONFIG);
        database.failing = true;
        List<CompletableFuture<Void>> appends = append(commits, 0, 50);

        commits.close();

        assertThat(appends).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThatThrownBy(() -> appends.get(0).join())
                .hasCauseInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("committed at the next start");
        assertThat(commits.health().unsavedBytes())
                .isPositive()
                .isEqualTo(commits.health().spilledBytes());

        database.failing = false;
        open(CONFIG);

        assertThat(database.committed).isEqualTo(texts(0, 50));
        assertThat(spillFile()).doesNotExist();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void closingInTheMiddleOfTheSpillLeavesTheRestInOrder() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        GroupCommit commits = open(CONFIG);
        int count = 0;
        for (int turn = 0; turn < 12; turn++) {
            database.failing = true;
            int more = random.nextInt(60);
            append(commits, count, count + more);
            count += more;
            database.letThrough(random.nextInt(3));
            append(commits, count, count + 5);
            count += 5;

            commits.close();
            database.failing = false;
            commits = open(CONFIG);

            assertThat(database.committed).as("seed=%d, turn=%d", seed, turn).isEqualTo(texts(0, count));
        }
    }

    @Test
    void whatWasSpilledSurvivesAProcessThatJustEnds() throws Exception {
        GroupCommit dying = open(CONFIG);
        database.failing = true;
        append(dying, 0, 50);
        Path elsewhere = Files.createDirectory(folder.resolve("copy"));
        Files.copy(spillFile(), elsewhere.resolve("spill")); // what kill -9 leaves; KillContract does the real thing
        ScriptedDatabase next = new ScriptedDatabase();

        Spill.open(elsewhere.resolve("spill"), CONFIG, next::write);

        assertThat(next.committed).isEqualTo(texts(IN_MEMORY, 50));
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void aStartThatCannotCommitWhatWasLeftKeepsIt() throws Exception {
        GroupCommit commits = open(CONFIG);
        database.failing = true;
        append(commits, 0, 50);
        commits.close();

        assertThatThrownBy(() -> open(CONFIG)).isInstanceOf(StoreUnavailableException.class);

        database.failing = false;
        open(CONFIG);
        assertThat(database.committed).isEqualTo(texts(0, 50));
    }

    @Test
    void refusesWhatNeitherMemoryNorFileHasRoomForAndSaysThatItIsFull() throws Exception {
        GroupCommit commits = open(config(2_000, 1_000));
        database.failing = true;
        List<CompletableFuture<Void>> appends = append(commits, 0, 50);

        assertThat(commits.health().full()).isTrue();
        assertThatThrownBy(() -> appends.get(49).join())
                .hasCauseInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("maxSpillBytes=2000");

        database.failing = false;
        List<CompletableFuture<Void>> taken =
                appends.stream().filter(append -> !append.isDone()).toList();
        await(taken);
        assertThat(database.committed).isEqualTo(texts(0, taken.size()));
        assertThat(taken.size()).isGreaterThan(IN_MEMORY);
        await(append(commits, 50, 51));
        assertThat(commits.health().full()).isFalse();
    }

    @Test
    void refusesMoreSpilledUpdatesThanItHasPromisesFor() throws Exception {
        GroupCommit commits = open(config(1 << 20, 3));
        database.failing = true;

        List<CompletableFuture<Void>> appends = append(commits, 0, IN_MEMORY + 4);

        assertThat(appends.subList(0, IN_MEMORY + 3)).noneMatch(CompletableFuture::isDone);
        assertThat(appends.get(IN_MEMORY + 3)).isCompletedExceptionally();
    }

    @Test
    void refusesWhenTheSpillFileCannotBeWritten() throws Exception {
        GroupCommit commits = open(CONFIG);
        Files.createDirectory(spillFile()); // a folder where the file should be
        database.failing = true;
        List<CompletableFuture<Void>> appends = append(commits, 0, 50);

        assertThat(appends.subList(0, IN_MEMORY)).noneMatch(CompletableFuture::isDone);
        assertThat(appends.subList(IN_MEMORY, 50)).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThatThrownBy(() -> appends.get(IN_MEMORY).join()).hasMessageContaining("cannot spill");

        Files.delete(spillFile());
        List<CompletableFuture<Void>> later = append(commits, 50, 60);
        database.failing = false;
        await(later);
        List<String> expected = texts(0, IN_MEMORY);
        expected.addAll(texts(50, 60));
        assertThat(database.committed).isEqualTo(expected);
    }

    @Test
    void whatCannotBeReadBackIsNotSaidToBeSaved() throws Exception {
        GroupCommit commits = open(CONFIG);
        database.failing = true;
        List<CompletableFuture<Void>> appends = append(commits, 0, 50);
        byte[] spilled = Files.readAllBytes(spillFile());
        spilled[spilled.length / 2]++;
        Files.write(spillFile(), spilled);
        database.failing = false;

        List<CompletableFuture<Void>> failed = new ArrayList<>();
        for (CompletableFuture<Void> append : appends) {
            append.handle((nothing, e) -> e == null || failed.add(append)).get(20, TimeUnit.SECONDS);
        }

        assertThat(failed).isNotEmpty();
        assertThat(database.committed).isEqualTo(texts(0, 50 - failed.size()));
        assertThat(folder.resolve("spill.damaged")).exists();
        await(append(commits, 50, 51));
        assertThat(commits.health().unsavedBytes()).isZero();
    }

    @Test
    void saysThatItFailsSinceWhenAndWhyAndThatItIsBack() throws Exception {
        GroupCommit commits = open(CONFIG);
        await(append(commits, 0, 1));
        assertThat(commits.health().failing()).isFalse();
        long beforeMs = System.currentTimeMillis();
        database.failing = true;
        List<CompletableFuture<Void>> appends = append(commits, 1, 2);
        Thread.sleep(200);

        assertThat(commits.health().failing()).isTrue();
        assertThat(commits.health().failingSinceMs()).isBetween(beforeMs, beforeMs + 150);
        assertThat(commits.health().lastError()).isEqualTo("disk on fire");
        assertThat(commits.health().unsavedBytes()).isPositive();

        database.failing = false;
        await(appends);
        assertThat(commits.health().failing()).isFalse();
        assertThat(commits.health().failingSinceMs()).isZero();
        assertThat(commits.health().lastError()).isNull();
    }

    @Test
    void tellsItsListenerAndOutlivesItsFaults() throws Exception {
        AtomicLong rows = new AtomicLong();
        AtomicLong bytes = new AtomicLong();
        AtomicLong failures = new AtomicLong();
        GroupCommit commits = open(CONFIG, new CommitListener() {
            @Override
            public void committed(int count, long size, long nanos) {
                rows.addAndGet(count);
                bytes.addAndGet(size);
                throw new IllegalStateException("a bug of whoever listens");
            }

            @Override
            public void failed(Throwable failure) {
                failures.incrementAndGet();
                throw new IllegalStateException("another one");
            }
        });
        database.failing = true;
        List<CompletableFuture<Void>> appends = append(commits, 0, 5);
        Thread.sleep(100);
        database.failing = false;
        await(appends);

        assertThat(rows).hasValue(5);
        assertThat(bytes).hasValue(5 * BYTES);
        assertThat(failures.get()).isPositive();
        assertThat(database.committed).isEqualTo(texts(0, 5));
    }

    private static PersistenceConfig config(long maxSpillBytes, int maxSpilledUpdates) {
        long perUpdate = BYTES + 128; // what it takes in memory beside its bytes
        return new PersistenceConfig(IN_MEMORY * perUpdate, maxSpillBytes, maxSpilledUpdates, 2, 10, 100, 1, 1);
    }

    private GroupCommit open(PersistenceConfig config) {
        return open(config, CommitListener.NONE);
    }

    private GroupCommit open(PersistenceConfig config, CommitListener listener) {
        Spill spill = Spill.open(spillFile(), config, database::write);
        GroupCommit commits = new GroupCommit(new Backlog(spill, config), database::write, config, listener);
        commits.start();
        opened.add(commits);
        return commits;
    }

    private Path spillFile() {
        return folder.resolve("spill");
    }

    private static List<CompletableFuture<Void>> append(GroupCommit commits, int from, int to) {
        List<CompletableFuture<Void>> appends = new ArrayList<>();
        for (String text : texts(from, to)) {
            appends.add(commits.append("doc", text.getBytes(UTF_8)));
        }
        return appends;
    }

    private static List<String> texts(int from, int to) {
        List<String> texts = new ArrayList<>();
        for (int i = from; i < to; i++) {
            String number = "update " + i;
            texts.add(number + ".".repeat(BYTES - number.length()));
        }
        return texts;
    }

    private static void await(List<CompletableFuture<Void>> appends) {
        CompletableFuture.allOf(appends.toArray(new CompletableFuture<?>[0]))
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    /** Takes batches, or fails, as it is told. */
    private static final class ScriptedDatabase {

        final List<String> committed = Collections.synchronizedList(new ArrayList<>());
        volatile boolean failing;
        private volatile int letThrough;

        /** Of the next batches so many succeed although it is failing. */
        void letThrough(int batches) {
            letThrough = batches;
        }

        void write(List<Append> batch) {
            if (failing && letThrough == 0) {
                throw new StoreUnavailableException("cannot write", new IOException("disk on fire"));
            }
            letThrough = Math.max(0, letThrough - 1);
            batch.forEach(append -> committed.add(new String(append.record, UTF_8)));
        }
    }
}
