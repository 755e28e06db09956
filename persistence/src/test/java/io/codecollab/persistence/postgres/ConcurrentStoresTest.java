package io.codecollab.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.persistence.JournalChanges;
import io.codecollab.persistence.JournalChanges.DocumentChange;
import io.codecollab.persistence.JournalPosition;
import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.SharedUpdateStore;
import io.codecollab.persistence.StoredDocument;
import io.codecollab.persistence.StoredUpdate;
import io.codecollab.persistence.UpdateStore;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several stores append and compact the same documents at the same time, in an order a seed only begins to decide. An update is a
 * number here, a document a set of numbers, and merging is their union.
 */
class ConcurrentStoresTest {

    private static final int STORES = 3;
    private static final int DOCUMENTS = 4;
    private static final int APPENDS_EACH = 600;
    private static final int SLOW_TRANSACTIONS = 60;

    /** One that appends and one that compacts for each store, and some slow transactions side by side. */
    private static final int THREADS = 2 * STORES + 1 + 12;

    @RegisterExtension
    static final PostgresServer server = new PostgresServer();

    @TempDir
    private Path folder;

    private final String url = server.createDatabase();
    private final long seed = System.nanoTime();
    private final AtomicLong numbers = new AtomicLong();
    private final Set<Long> committed = ConcurrentHashMap.newKeySet();
    private final List<SharedUpdateStore> stores = new ArrayList<>();

    @Test
    void whoeverFollowsSeesEveryUpdateOfTheOthersOnceAsARowOrInASnapshot() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        server.execute("postgres", "CREATE TABLE IF NOT EXISTS elsewhere (id INT)");
        try (SharedUpdateStore mine = open("mine");
                Handle oldTransaction = Jdbi.create(server.url("postgres")).open()) {
            Follower follower = new Follower(mine);
            openStores();
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < STORES; i++) {
                SharedUpdateStore store = stores.get(i);
                Random random = new Random(seed + i);
                writers.add(threads.submit(() -> appendAll(store, random)));
                writers.add(threads.submit(() -> compactNowAndThen(store, random)));
            }
            writers.add(threads.submit(() -> commitOutOfOrder(new Random(seed + STORES), threads)));
            oldTransaction.begin(); // of another database of the server: none of our business
            oldTransaction.execute("INSERT INTO elsewhere VALUES (1)");

            while (!writers.stream().allMatch(Future::isDone)) {
                follower.poll();
                Thread.sleep(5);
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            follower.poll();
            oldTransaction.rollback();

            assertThat(follower.seen).as("seed=%d", seed).containsAll(committed);
            assertThat(follower.toldTwice).as("seed=%d", seed).isEmpty();
            assertThat(follower.rows).as("it did not only load").isGreaterThan(committed.size() / 10);
            assertThat(follower.loads).as("it was overtaken by compaction").isPositive();
            assertThat(everythingStored(mine)).as("seed=%d", seed).isEqualTo(new TreeSet<>(committed));
            follower.poll();
            assertThat(follower.lastChanges).isZero();
        } finally {
            threads.shutdownNow();
            stores.forEach(UpdateStore::close);
        }
    }

    @Test
    void storesThatCompactTheSameDocumentsLoseNothingAndKeepOneSnapshot() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            openStores();
            List<Future<Void>> work = new ArrayList<>();
            for (int i = 0; i < STORES; i++) {
                SharedUpdateStore store = stores.get(i);
                Random random = new Random(seed + i);
                work.add(threads.submit(() -> appendAll(store, random)));
                work.add(threads.submit(() -> {
                    for (int round = 0; round < 60; round++) {
                        compact(store, "doc 0"); // all at the same one
                    }
                    return null;
                }));
            }
            for (Future<Void> future : work) {
                future.get();
            }

            assertThat(everythingStored(stores.get(0))).as("seed=%d", seed).isEqualTo(new TreeSet<>(committed));
            assertThat(compact(stores.get(1), "doc 0") + compact(stores.get(2), "doc 0"))
                    .as("nobody holds a lock any more")
                    .isEqualTo(2);
            assertThat(stores.get(0).load("doc 0").journal()).isEmpty();
            int snapshots = Jdbi.create(url)
                    .withHandle(handle -> handle.createQuery("SELECT count(*) FROM snapshot"
                                    + " JOIN document ON document.id = document_id WHERE name = 'doc 0'")
                            .mapTo(Integer.class)
                            .one());
            assertThat(snapshots).isEqualTo(1);
        } finally {
            threads.shutdownNow();
            stores.forEach(UpdateStore::close);
        }
    }

    private void openStores() {
        for (int i = 0; i < STORES; i++) {
            stores.add(open("store " + i));
        }
        for (int i = 0; i < DOCUMENTS; i++) {
            stores.get(0).create("doc " + i);
        }
    }

    private SharedUpdateStore open(String name) {
        return PostgresUpdateStore.open(url, folder.resolve(name), PersistenceConfig.defaults());
    }

    private Void appendAll(SharedUpdateStore store, Random random) throws Exception {
        List<CompletableFuture<Void>> appends = new ArrayList<>();
        for (int i = 0; i < APPENDS_EACH; i++) {
            long number = numbers.incrementAndGet();
            appends.add(store.append("doc " + random.nextInt(DOCUMENTS), bytes(number))
                    .thenRun(() -> committed.add(number)));
            if (random.nextInt(4) == 0) {
                Thread.sleep(random.nextInt(6));
            }
        }
        CompletableFuture.allOf(appends.toArray(new CompletableFuture<?>[0]))
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
        return null;
    }

    /** Rows of servers whose transactions take their time. */
    private Void commitOutOfOrder(Random random, ExecutorService threads) throws Exception {
        String scratchUrl = server.createDatabase();
        Jdbi scratchDatabase = Jdbi.create(scratchUrl);
        List<Future<Void>> transactions = new ArrayList<>();
        try (UpdateStore scratch =
                PostgresUpdateStore.open(scratchUrl, folder.resolve("scratch"), PersistenceConfig.defaults())) {
            for (int i = 0; i < SLOW_TRANSACTIONS; i++) {
                long number = numbers.incrementAndGet();
                byte[] record = recordOf(number, scratch, scratchDatabase);
                int document = 1 + random.nextInt(DOCUMENTS);
                int takesMs = random.nextInt(80);
                boolean isRolledBack = random.nextInt(5) == 0;
                transactions.add(threads.submit(() -> writeSlowly(number, record, document, takesMs, isRolledBack)));
            }
        }
        for (Future<Void> transaction : transactions) {
            transaction.get();
        }
        return null;
    }

    private Void writeSlowly(long number, byte[] record, int document, int takesMs, boolean isRolledBack)
            throws Exception {
        try (Handle handle = Jdbi.create(url).open()) {
            handle.begin();
            handle.execute("INSERT INTO journal (document_id, record) VALUES (?, ?)", document, record);
            Thread.sleep(takesMs);
            if (isRolledBack) {
                handle.rollback();
            } else {
                handle.commit();
                committed.add(number);
            }
        }
        return null;
    }

    /** As a store writes it; this one does so in another database. */
    private static byte[] recordOf(long number, UpdateStore scratch, Jdbi scratchDatabase) {
        scratch.append("record of " + number, bytes(number)).join();
        long row = scratch.load("record of " + number).journal().get(0).sequence();
        return scratchDatabase.withHandle(handle -> handle.createQuery("SELECT record FROM journal WHERE id = :id")
                .bind("id", row)
                .mapTo(byte[].class)
                .one());
    }

    private Void compactNowAndThen(SharedUpdateStore store, Random random) throws Exception {
        for (int round = 0; round < 25; round++) {
            Thread.sleep(random.nextInt(60));
            compact(store, "doc " + random.nextInt(DOCUMENTS));
        }
        return null;
    }

    /** 1 if it was compacted, 0 if somebody else was faster. */
    private static int compact(SharedUpdateStore store, String document) {
        StoredDocument stored = store.load(document);
        Set<Long> all = numbersOf(stored);
        ByteBuffer snapshot = ByteBuffer.allocate(all.size() * Long.BYTES);
        all.forEach(snapshot::putLong);
        return store.compact(stored, snapshot.array()) ? 1 : 0;
    }

    private Set<Long> everythingStored(SharedUpdateStore store) {
        Set<Long> all = new TreeSet<>();
        store.documents(null, 1_000).forEach(document -> all.addAll(numbersOf(store.load(document.name()))));
        return all;
    }

    private static Set<Long> numbersOf(StoredDocument stored) {
        assertThat(stored.quarantined()).isEmpty();
        Set<Long> all = new TreeSet<>();
        ByteBuffer snapshot = ByteBuffer.wrap(stored.snapshot());
        while (snapshot.hasRemaining()) {
            all.add(snapshot.getLong());
        }
        stored.journal().forEach(row -> all.add(numberOf(row)));
        return all;
    }

    private static long numberOf(StoredUpdate row) {
        return ByteBuffer.wrap(row.update()).getLong();
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    /** Does what a server does that hears of nothing but the journal. */
    private static final class Follower {
        final SharedUpdateStore store;
        final Set<Long> seen = new HashSet<>();
        final Set<Long> sequences = new HashSet<>();
        final Set<Long> toldTwice = new HashSet<>();
        JournalPosition position;
        int rows;
        int loads;
        int lastChanges;

        Follower(SharedUpdateStore store) {
            this.store = store;
            this.position = store.position();
        }

        void poll() {
            JournalChanges changes = store.changesSince(position);
            position = changes.next();
            lastChanges = changes.documents().size();
            for (DocumentChange change : changes.documents()) {
                for (long sequence : change.sequences()) {
                    if (!sequences.add(sequence)) {
                        toldTwice.add(sequence);
                    }
                }
                List<StoredUpdate> found = store.updates(change.sequences());
                found.forEach(row -> seen.add(numberOf(row)));
                rows += found.size();
                if (change.replaced() || found.size() < change.sequences().size()) {
                    seen.addAll(numbersOf(store.load(change.document())));
                    loads++;
                }
            }
        }
    }
}
