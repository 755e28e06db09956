package io.codecollab.server.e2e;

import static io.codecollab.server.e2e.Eventually.eventually;
import static io.codecollab.server.e2e.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several instances on one PostgreSQL and one Redis are one server to everybody. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT {

    private static final int INSTANCES = 4;
    private static final int EDITS = 100;
    private static final List<Framing> FRAMINGS = List.of(Framing.values());

    /** When the presence of people on an instance that is gone must be gone as well. */
    private static final long PRESENCE_MS = 30_000;

    private static final Duration PROMPTLY = Duration.ofSeconds(2);

    private static Cluster cluster;
    private static NodeHost here;
    private static NodeHost there;
    private static Editor mourner;
    private static long killedAtNs;

    @BeforeAll
    static void start(@TempDir Path folder) throws Throwable {
        cluster = new Cluster(folder, INSTANCES);
        here = NodeHost.start();
        there = NodeHost.start();
        mourner = here.open(ClientKind.Y_WEBSOCKET_3, cluster.instance(0), "ghost");
        Editor ghost = there.open(ClientKind.Y_WEBSOCKET_3, cluster.instance(3), "ghost");
        ghost.present(Map.of("name", "ghost"));
        eventually(() -> assertThat(mourner.others()).hasToString("[{name=ghost}]"));
        cluster.kill(3);
        killedAtNs = System.nanoTime();
        ghost.close();
        cluster.start(3);
    }

    @AfterAll
    static void stop() throws Exception {
        here.close();
        there.close();
        cluster.close();
    }

    @Order(1)
    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void anEditIsPublishedOnceHoweverManyInstancesHaveTheDocument(int instances) throws Throwable {
        String document = "once-" + instances;
        try (RawEditor writer = editor(0, document, new Ledger());
                Copies copies = copiesAt(document, instances).add("writer", writer)) {
            writer.edit();
            copies.awaitIdentical(PROMPTLY, "before it is counted");
            awaitQuiet();
            long before = cluster.redis().publishCount();

            for (int i = 0; i < EDITS; i++) {
                writer.edit();
                writer.awaitUnacknowledgedBelow(1); // the next is a message of its own
            }
            copies.awaitIdentical(PROMPTLY, "after all edits");

            // what is tolerated is what instances say to each other every few seconds whether anybody edits or not
            assertThat(cluster.redis().publishCount() - before).isBetween((long) EDITS, EDITS + EDITS / 5L);
        }
    }

    /** Waits until instances have told each other what they have of documents that were opened just now. */
    private static void awaitQuiet() throws Exception {
        long before;
        long after = cluster.redis().publishCount();
        do {
            before = after;
            Thread.sleep(300);
            after = cluster.redis().publishCount();
        } while (after > before + 1);
    }

    @Order(2)
    @Test
    void anEditIsWrittenByTheInstanceThatGotItAlone() throws Throwable {
        String document = "rows";
        try (RawEditor writer = editor(0, document, new Ledger());
                Copies copies = copiesAt(document, INSTANCES).add("writer", writer)) {
            for (int i = 0; i < EDITS; i++) {
                writer.edit();
                writer.awaitUnacknowledgedBelow(1);
            }
            copies.awaitIdentical(PROMPTLY, "after all edits");

            // a row each, as each waited for the one before
            assertThat(cluster.postgres().count(JOURNAL_ROWS, document)).isEqualTo(EDITS);
        }
    }

    private static final String JOURNAL_ROWS =
            "SELECT count(*) FROM journal JOIN document ON document.id = document_id WHERE name = ?";

    @Order(3)
    @Test
    void editsOfTwoInstancesAtOnceAreNotWrittenTwice() throws Throwable {
        String document = "rows-of-two";
        try (RawEditor ann = editor(0, document, new Ledger());
                RawEditor bob = editor(1, document, new Ledger());
                Copies copies = copiesAt(document, INSTANCES).add("Ann", ann).add("Bob", bob)) {
            for (int i = 0; i < EDITS; i++) {
                ann.edit();
                bob.edit();
                ann.awaitUnacknowledgedBelow(1);
                bob.awaitUnacknowledgedBelow(1);
            }
            copies.awaitIdentical(PROMPTLY, "after all edits");

            // an instance that confirms an edit of its own writes again what it may depend on and may not be stored yet
            assertThat(cluster.postgres().count(JOURNAL_ROWS, document)).isBetween(2L * EDITS, 3L * EDITS);
        }
    }

    @Order(4)
    @Test
    void instancesSubscribeToTheDocumentsTheyHaveOpenAlone() throws Throwable {
        Set<String> before = cluster.redis().subscriptions().keySet();
        try (RawEditor ann = editor(0, "subscribed", new Ledger())) {
            ann.edit();
            assertSubscribers(1, before);
            try (RawEditor bob = editor(1, "subscribed", new Ledger())) {
                bob.edit();
                assertSubscribers(2, before);
            }
        }
    }

    private static void assertSubscribers(long count, Set<String> channelsBefore) throws Throwable {
        eventually(() -> {
            Map<String, Long> subscriptions = cluster.redis().subscriptions();
            subscriptions.keySet().removeAll(channelsBefore);
            assertThat(subscriptions.values()).as("%s", subscriptions).containsExactly(count);
        });
    }

    @Order(4)
    @Test
    void everyDialectTypesAndIsSeenAtEveryInstance() throws Throwable {
        long seed = Seed.next();
        List<ClientKind> kinds = List.of(ClientKind.Y_WEBSOCKET_3, ClientKind.HOCUSPOCUS_4, ClientKind.Y_SWEET);
        try (Room room = new Room();
                Editor leaver = there.open(ClientKind.HOCUSPOCUS_4, cluster.instance(3), "everybody")) {
            for (int i = 0; i < 2 * kinds.size(); i++) {
                ClientKind kind = kinds.get(i % kinds.size());
                room.add((i % 2 == 0 ? here : there).open(kind, cluster.instance(i % INSTANCES), "everybody"));
            }
            room.awaitSync();

            room.typeTogether(60, seed);

            room.awaitConvergence("seed=" + seed);
            room.introduceEverybody();
            leaver.present(Map.of("name", "leaver"));
            eventually(() -> assertThat(room.get(0).others()).asString().contains("leaver"));
            leaver.goOffline();
            eventually(() -> assertThat(room.get(0).others()).asString().doesNotContain("leaver"));
        }
    }

    @Order(5)
    @Test
    void theFirstEditAfterAllSubscribersWereCutOffArrivesPromptly() throws Throwable {
        long seed = Seed.next();
        Random random = new Random(seed);
        List<RawEditor> editors = new ArrayList<>();
        try {
            for (int i = 0; i < INSTANCES; i++) {
                editors.add(editor(i, "cut-off", new Ledger()));
            }
            for (int trial = 0; trial < 50; trial++) {
                String hint = "seed=" + seed + " trial=" + trial;
                eventually(() ->
                        assertThat(cluster.redis().killSubscribers()).as(hint).isPositive());
                Thread.sleep(random.nextInt(20)); // some are back by now, some are not

                String key = editors.get(random.nextInt(INSTANCES)).edit();

                within(
                        PROMPTLY,
                        () -> assertThat(editors).as("key=%s, %s", key, hint).allMatch(each -> each.has(key)));
            }
        } finally {
            editors.forEach(RawEditor::close);
        }
    }

    @Order(6)
    @Test
    void anInstanceThatOpensADocumentWhichOthersEditGetsAllOfIt() throws Throwable {
        long seed = Seed.next();
        Random random = new Random(seed);
        for (int round = 0; round < 25; round++) {
            String document = "cold-" + round;
            String hint = "seed=" + seed + " round=" + round;
            Ledger ledger = new Ledger();
            cluster.makeKnown(document);
            try (Typist ann = typist(0, document, ledger, random);
                    Typist bob = typist(1, document, ledger, random);
                    Copies copies = new Copies(document)) {
                Thread.sleep(random.nextInt(150));
                copies.addReader("cold " + 2, cluster.address(2));
                copies.addReader("cold " + 3, cluster.address(3));
                Thread.sleep(random.nextInt(100));
                ann.stopTyping();
                bob.stopTyping();
                copies.add("Ann", ann.settled()).add("Bob", bob.settled());

                copies.awaitIdentical(PROMPTLY, hint);
                copies.assertHaveAll(ledger, hint);
            }
        }
    }

    @Order(7)
    @Test
    void redisMayComeAfterTheServer(@TempDir Path data) throws Throwable {
        try (TcpProxy wayToRedis = new TcpProxy(cluster.redis().port())) {
            wayToRedis.cut();
            try (CodecollabJar late = CodecollabJar.serving(
                            data,
                            "--database-url",
                            cluster.postgres().url(),
                            "--redis-url",
                            "redis://127.0.0.1:" + wayToRedis.port());
                    RawEditor ann = editor(0, "late", new Ledger());
                    RawEditor bob =
                            new RawEditor(late.address(), Framing.Y_WEBSOCKET, "late", "bob", new Ledger(), 0)) {
                eventually(() -> assertThat(late.output())
                        .filteredOn(line -> line.contains("WARN"))
                        .singleElement()
                        .asString()
                        .contains("Redis cannot be reached", "127.0.0.1:" + wayToRedis.port()));
                String early = ann.edit();
                eventually(() -> assertThat(bob.has(early)).isTrue());

                wayToRedis.heal();

                eventually(() -> assertThat(late.output()).anyMatch(line -> line.contains("Connected to Redis")));
                String key = bob.edit();
                within(PROMPTLY, () -> assertThat(ann.has(key)).isTrue());
            }
        }
    }

    @Order(8)
    @Test
    void nobodyIsSeenOnAnInstanceThatWasKilled() throws Throwable {
        long passedMs = (System.nanoTime() - killedAtNs) / 1_000_000;
        Thread.sleep(Math.max(0, PRESENCE_MS - passedMs));

        assertThat(mourner.others()).isEmpty();
        try (Editor visitor = there.open(ClientKind.Y_WEBSOCKET_3, cluster.instance(1), "ghost")) {
            mourner.present(Map.of("name", "mourner"));
            eventually(() -> assertThat(visitor.others()).asString().contains("mourner"));
            assertThat(visitor.others()).hasToString("[{name=mourner}]");
        }
    }

    private static RawEditor editor(int instance, String document, Ledger ledger) {
        String name = "at" + instance;
        return new RawEditor(cluster.address(instance), Framing.Y_WEBSOCKET, document, name, ledger, instance);
    }

    private static Typist typist(int instance, String document, Ledger ledger, Random random) {
        Framing framing = FRAMINGS.get(random.nextInt(FRAMINGS.size()));
        return new Typist(
                () -> cluster.address(instance), framing, document, "at" + instance, ledger, 2, random.nextLong());
    }

    /** Readers at the first so many instances but the first of all. */
    private static Copies copiesAt(String document, int instances) {
        Copies copies = new Copies(document);
        for (int i = 1; i < instances; i++) {
            copies.addReader("reader at " + i, cluster.address(i));
        }
        return copies;
    }
}
