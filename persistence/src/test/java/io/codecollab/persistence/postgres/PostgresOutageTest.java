package io.codecollab.persistence.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.StoreHealth;
import io.codecollab.persistence.StoreUnavailableException;
import io.codecollab.persistence.UpdateStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL goes away under load and comes back. */
class PostgresOutageTest {

    /** Server kills, a quarter of the process kills of {@link io.codecollab.persistence.KillContract}. */
    private static final int KILLS = Math.max(2, Integer.getInteger("kills", 20) / 4);

    private static final int DOCUMENTS = 3;
    private static final long TIMEOUT_MS = 60_000;

    /** Little memory, so that the spill file is used soon. */
    private static final PersistenceConfig CONFIG = new PersistenceConfig(10_000, 1 << 20, 100_000, 5, 50, 300, 1, 1);

    @RegisterExtension
    static final PostgresServer server = new PostgresServer();

    @TempDir
    private Path folder;

    private final String url = server.createDatabase();

    @Test
    void appendsGoOnWhileItIsStoppedAndAreAllThereInOrderAfterwards() throws Exception {
        try (UpdateStore store = PostgresUpdateStore.open(url, folder, CONFIG)) {
            List<CompletableFuture<Void>> appends = new ArrayList<>(append(store, 0, 200));
            server.stop();
            appends.addAll(append(store, 200, 1_000));
            waitUntil(store, health -> health.failing() && health.spilledBytes() > 0);
            assertThat(store.health().failingSinceMs()).isPositive();
            assertThat(store.health().lastError()).isNotBlank();
            assertThat(store.health().full()).isFalse();
            appends.addAll(append(store, 1_000, 1_200));

            server.startAgain();
            await(appends);
            await(append(store, 1_200, 1_210));

            for (int document = 0; document < DOCUMENTS; document++) {
                assertThat(firstOfEach(textsOf(store, document))).isEqualTo(texts(0, 1_210));
            }
            assertThat(store.health()).isEqualTo(new StoreHealth(false, 0, null, 0, 0, false));
            assertThat(folder.resolve(PostgresUpdateStore.SPILL_FILE)).doesNotExist();
        }
    }

    @Test
    void whatWaitsWhenItClosesDuringTheOutageIsThereAfterTheNextStart() throws Exception {
        UpdateStore before = PostgresUpdateStore.open(url, folder, CONFIG);
        await(append(before, 0, 50));
        server.stop();
        List<CompletableFuture<Void>> appends = append(before, 50, 500);
        before.close();
        assertThat(appends).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(before.health().unsavedBytes())
                .isPositive()
                .isEqualTo(before.health().spilledBytes());
        server.startAgain();

        try (UpdateStore store = PostgresUpdateStore.open(url, folder, CONFIG)) {
            for (int document = 0; document < DOCUMENTS; document++) {
                assertThat(textsOf(store, document)).isEqualTo(texts(0, 500));
            }
            assertThat(store.health().unsavedBytes()).isZero();
        }
    }

    @Test
    void aServerThatStopsAnsweringFailsEveryCallAndHangsNobody() throws Exception {
        try (UpdateStore store = PostgresUpdateStore.open(url + "&socketTimeout=1", folder, CONFIG)) {
            await(append(store, 0, 10));
            List<CompletableFuture<Void>> appends;
            server.freeze();
            try {
                appends = append(store, 10, 20);
                long startedMs = System.currentTimeMillis();

                assertThatThrownBy(() -> store.load("document 0")).isInstanceOf(StoreUnavailableException.class);

                assertThat(System.currentTimeMillis() - startedMs).isLessThan(30_000);
                waitUntil(store, StoreHealth::failing);
            } finally {
                server.thaw();
            }
            await(appends);

            assertThat(firstOfEach(textsOf(store, 0))).isEqualTo(texts(0, 20));
            assertThat(store.health().failing()).isFalse();
        }
    }

    @Test
    void everyAcknowledgedAppendSurvivesTheKillingOfTheDatabase() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed=" + seed + ", kills=" + KILLS);
        Random random = new Random(seed);
        int count = 0;
        List<CompletableFuture<Void>> appends = new ArrayList<>();
        try (UpdateStore store = PostgresUpdateStore.open(url, folder, CONFIG)) {
            for (int kill = 0; kill < KILLS; kill++) {
                int killAt = count + 20 + random.nextInt(200);
                for (; count < killAt; count++) {
                    appends.addAll(append(store, count, count + 1));
                    Thread.sleep(1);
                }

                server.kill();
                long saved = appends.stream().filter(CompletableFuture::isDone).count();
                server.startAgain();

                for (int document = 0; document < DOCUMENTS; document++) {
                    List<String> found = firstOfEach(textsOf(store, document)); // it goes on committing
                    assertThat(found)
                            .as("seed=%d, kill=%d", seed, kill)
                            .hasSizeGreaterThanOrEqualTo((int) saved / DOCUMENTS)
                            .isEqualTo(texts(0, found.size()));
                }
            }
            await(appends);
            for (int document = 0; document < DOCUMENTS; document++) {
                assertThat(firstOfEach(textsOf(store, document)))
                        .as("seed=%d", seed)
                        .isEqualTo(texts(0, count));
            }
        }
    }

    /** Appends to all documents, in turn. */
    private static List<CompletableFuture<Void>> append(UpdateStore store, int from, int to) {
        List<CompletableFuture<Void>> appends = new ArrayList<>();
        for (String text : texts(from, to)) {
            for (int document = 0; document < DOCUMENTS; document++) {
                appends.add(store.append("document " + document, text.getBytes(UTF_8)));
            }
        }
        return appends;
    }

    private static List<String> texts(int from, int to) {
        List<String> texts = new ArrayList<>();
        for (int i = from; i < to; i++) {
            texts.add("update " + i);
        }
        return texts;
    }

    private static List<String> textsOf(UpdateStore store, int document) {
        return store.load("document " + document).journal().stream()
                .map(row -> new String(row.update(), UTF_8))
                .toList();
    }

    /** A batch whose connection died while it was committed may be there twice. */
    private static List<String> firstOfEach(List<String> texts) {
        return texts.stream().distinct().toList();
    }

    private static void await(List<CompletableFuture<Void>> appends) {
        CompletableFuture.allOf(appends.toArray(new CompletableFuture<?>[0]))
                .orTimeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .join();
    }

    private static void waitUntil(UpdateStore store, Predicate<StoreHealth> condition) throws InterruptedException {
        long deadlineMs = System.currentTimeMillis() + TIMEOUT_MS;
        while (!condition.test(store.health())) {
            assertThat(System.currentTimeMillis()).as("%s", store.health()).isLessThan(deadlineMs);
            Thread.sleep(10);
        }
    }
}
