package io.codecollab.server.e2e;

import static io.codecollab.server.e2e.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * "Saved" means saved. Writers of every dialect note what was acknowledged to them, the server is killed with SIGKILL at a
 * random moment, and a server started on the same data must have all of it. {@code -Dkills=200} kills more often.
 */
class DurabilityIT {

    private static final int KILLS = Integer.getInteger("kills", 10);

    /** Few enough that the same documents are killed, loaded and compacted again and again. */
    private static final int DOCUMENTS = 4;

    private static final int MIN_LIFE_MS = 20;
    private static final int MAX_LIFE_MS = 500;
    private static final long SILENCE_MS = 2_000;

    @TempDir
    private Path data;

    @Test
    void whatSqliteSavedIsThereAfterEveryKill() throws Exception {
        killAgainAndAgain(KILLS, "--data", data.toString());
    }

    @Test
    void whatPostgresSavedIsThereAfterEveryKill(@TempDir Path folder) throws Exception {
        try (Postgres postgres = new Postgres(folder)) {
            killAgainAndAgain(Math.max(1, KILLS / 2), "--data", data.toString(), "--database-url", postgres.url());
        }
    }

    private static void killAgainAndAgain(int kills, String... arguments) throws Exception {
        long seed = Seed.next();
        Random random = new Random(seed);
        Map<Framing, Integer> acknowledged = new EnumMap<>(Framing.class);
        List<Ledger> ledgers = new ArrayList<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            ledgers.add(new Ledger());
        }
        for (int kill = 0; kill < kills; kill++) {
            String hint = "seed=" + seed + " kill=" + kill;
            int index = kill % DOCUMENTS;
            if (random.nextInt(5) == 0) {
                killWhileItStarts(random, arguments);
            }
            try (CodecollabJar server = serving(arguments)) {
                if (kill > 0) {
                    assertAllIsThere(server, ledgers, (kill - 1) % DOCUMENTS, hint);
                }
                writeUntilKilled(server, ledgers, index, "w" + kill, random)
                        .forEach(writer ->
                                acknowledged.merge(writer.framing(), writer.acknowledgedCount(), Integer::sum));
            }
        }
        assertThat(acknowledged).as("acknowledged, seed=%d", seed).hasSize(Framing.values().length);
        assertThat(acknowledged.values()).as("acknowledged, seed=%d", seed).allMatch(count -> count >= kills);
        try (CodecollabJar server = serving(arguments)) {
            for (int i = 0; i < DOCUMENTS; i++) {
                assertAllIsThere(server, ledgers, i, "seed=" + seed + " in the end");
            }
        }
    }

    private static CodecollabJar serving(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--port", "0"));
        all.addAll(List.of(arguments));
        CodecollabJar server = CodecollabJar.runBriefly(all.toArray(String[]::new));
        server.port();
        return server;
    }

    /** Recovery from a kill may be killed, too. */
    private static void killWhileItStarts(Random random, String... arguments) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of("--port", "0"));
        all.addAll(List.of(arguments));
        try (CodecollabJar server = CodecollabJar.runBriefly(all.toArray(String[]::new))) {
            Thread.sleep(random.nextInt(1_000));
            server.kill();
        }
    }

    private static List<RawWriter> writeUntilKilled(
            CodecollabJar server, List<Ledger> ledgers, int index, String name, Random random) throws Exception {
        makeKnown(server, index);
        Ledger ledger = ledgers.get(index);
        int before = ledger.size();
        List<RawWriter> writers = new ArrayList<>();
        for (Framing framing : Framing.values()) {
            for (int i = 0; i < 2; i++) {
                String unique = name + framing + i;
                writers.add(new RawWriter(server, framing, document(index), unique, ledger, random.nextLong()));
            }
        }
        int lifeMs = MIN_LIFE_MS + random.nextInt(MAX_LIFE_MS - MIN_LIFE_MS);
        writers.forEach(RawWriter::start);
        while (ledger.size() == before) {
            Thread.sleep(1); // a kill before the first acknowledgement proves nothing
        }
        Thread.sleep(lifeMs);
        server.kill();
        writers.forEach(RawWriter::close);
        return writers;
    }

    /** y-sweet's clients are let into documents only that somebody has made. */
    private static void makeKnown(CodecollabJar server, int index) throws Exception {
        assertThat(Metrics.post(server, "/doc/new", "{\"docId\":\"" + document(index) + "\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    private static void assertAllIsThere(CodecollabJar server, List<Ledger> ledgers, int index, String hint) {
        assertThat(ledgers.get(index).complaints(RawWriter.keys(server, document(index))))
                .as("document=%s, %s", document(index), hint)
                .isEmpty();
    }

    private static String document(int index) {
        return "durable" + index;
    }

    @Test
    void theDatabaseMayDieAndComeBackWhilePeopleType(@TempDir Path folder) throws Throwable {
        String text;
        try (Postgres postgres = new Postgres(folder);
                NodeHost host = NodeHost.start()) {
            try (CodecollabJar server = CodecollabJar.serving(data, "--database-url", postgres.url());
                    Editor ann = host.open(ClientKind.HOCUSPOCUS_4, server, "outage");
                    Editor bob = host.open(ClientKind.Y_WEBSOCKET_3, server, "outage");
                    Editor eve = host.open(ClientKind.Y_SWEET, server, "outage")) {
                Room room = new Room(ann, bob, eve);
                room.awaitSync();
                ann.insert(0, "before");
                eventually(() -> assertThat(ann.unsaved()).isZero());
                eventually(() -> assertThat(eve.unsaved()).isZero());
                assertThat(Metrics.get(server, "/readyz").statusCode()).isEqualTo(200);

                postgres.kill();
                ann.insert(0, "ann, ");
                bob.insert(0, "bob, ");
                eve.insert(0, "eve, ");

                room.awaitConvergence("while the database is down");
                eventually(() ->
                        assertThat(Metrics.get(server, "/readyz").statusCode()).isEqualTo(503));
                Thread.sleep(SILENCE_MS);
                assertThat(ann.unsaved()).as("Hocuspocus' count").isPositive();
                assertThat(eve.unsaved()).as("y-sweet's count").isPositive();
                assertThat(ann.connectionCount()).isEqualTo(1);

                postgres.startAgain();

                eventually(() -> assertThat(ann.unsaved()).isZero());
                eventually(() -> assertThat(eve.unsaved()).isZero());
                eventually(() ->
                        assertThat(Metrics.get(server, "/readyz").statusCode()).isEqualTo(200));
                assertThat(ann.connectionCount()).isEqualTo(1);
                text = room.awaitConvergence("after the outage");
                server.kill();
            }
            try (CodecollabJar server = CodecollabJar.serving(data, "--database-url", postgres.url());
                    Editor reader = host.open(ClientKind.Y_WEBSOCKET_3, server, "outage")) {
                eventually(() -> assertThat(reader.isSynced()).isTrue());
                assertThat(reader.text()).isEqualTo(text).contains("ann, ", "bob, ", "eve, ", "before");
            }
        }
    }

    @Test
    void theDatabaseMayDieAgainAndAgainUnderLoad(@TempDir Path folder) throws Exception {
        long seed = Seed.next();
        Random random = new Random(seed);
        Ledger ledger = new Ledger();
        try (Postgres postgres = new Postgres(folder)) {
            try (CodecollabJar server = CodecollabJar.serving(data, "--database-url", postgres.url())) {
                makeKnown(server, 0);
                List<RawWriter> writers = new ArrayList<>();
                for (Framing framing : Framing.values()) {
                    String unique = "outage" + framing;
                    writers.add(new RawWriter(server, framing, document(0), unique, ledger, random.nextLong()));
                }
                writers.forEach(RawWriter::start);
                for (int outage = 0; outage < 2; outage++) {
                    Thread.sleep(random.nextInt(MAX_LIFE_MS));
                    postgres.kill();
                    Thread.sleep(random.nextInt(MAX_LIFE_MS));
                    postgres.startAgain();
                    awaitMore(ledger, "seed=" + seed + " outage=" + outage);
                }
                server.kill();
                writers.forEach(RawWriter::close);
            }
            try (CodecollabJar server = CodecollabJar.serving(data, "--database-url", postgres.url())) {
                assertAllIsThere(server, List.of(ledger), 0, "seed=" + seed);
            }
        }
    }

    private static void awaitMore(Ledger ledger, String hint) throws InterruptedException {
        int before = ledger.size();
        for (int i = 0; i < 300 && ledger.size() < before + 100; i++) {
            Thread.sleep(100);
        }
        assertThat(ledger.size()).as("acknowledged after an outage, %s", hint).isGreaterThanOrEqualTo(before + 100);
    }
}
