package io.codecollab.server.e2e;

import static io.codecollab.server.e2e.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances behind a load balancer are restarted one after the other while 300 people type; nobody loses anything. */
class RollingRestartIT {

    private static final int INSTANCES = 3;
    private static final int TYPISTS = 294;
    private static final int DOCUMENTS = 30;
    private static final String WITH_EDITORS = "rolling0";
    private static final int PAUSE_MS = 1_000;
    private static final long BUCKET_MS = 100;
    private static final int MIN_BUCKETS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<Framing> FRAMINGS = List.of(Framing.values());
    private static final List<ClientKind> KINDS =
            List.of(ClientKind.Y_WEBSOCKET_3, ClientKind.HOCUSPOCUS_4, ClientKind.Y_SWEET);

    @Test
    void allComeBackSpreadOutAndNothingIsLost(@TempDir Path folder) throws Throwable {
        long seed = Seed.next();
        Random random = new Random(seed);
        String hint = "seed=" + seed;
        Map<String, Ledger> ledgers = new LinkedHashMap<>();
        List<Typist> typists = new ArrayList<>();
        List<Editor> editors = new ArrayList<>();
        try (Cluster cluster = new Cluster(folder, INSTANCES);
                TcpProxy balancer = new TcpProxy(cluster.ports());
                NodeHost host = NodeHost.start()) {
            String address = "127.0.0.1:" + balancer.port();
            for (int i = 0; i < DOCUMENTS; i++) {
                ledgers.put("rolling" + i, new Ledger());
                cluster.makeKnown("rolling" + i);
            }
            for (int i = 0; i < TYPISTS; i++) {
                String document = "rolling" + i % DOCUMENTS;
                typists.add(new Typist(
                        () -> address,
                        FRAMINGS.get(i / DOCUMENTS % FRAMINGS.size()),
                        document,
                        "typist" + i,
                        ledgers.getOrDefault(document, new Ledger()),
                        PAUSE_MS,
                        random.nextLong()));
            }
            for (int i = 0; i < 2 * KINDS.size(); i++) {
                Editor editor = host.open(KINDS.get(i % KINDS.size()), address, WITH_EDITORS, Map.of());
                editor.keepTyping(random.nextInt(), Character.toString('a' + i), PAUSE_MS / 2);
                editors.add(editor);
            }
            awaitAllConnected(typists);

            for (int i = 0; i < INSTANCES; i++) {
                long fromNs = System.nanoTime();
                cluster.terminate(i);
                cluster.start(i);
                awaitAllConnected(typists);
                assertSpread(i, fromNs, typists);
            }

            typists.forEach(Typist::stopTyping);
            for (Editor editor : editors) {
                assertThat(editor.stopTyping()).isPositive();
            }
            for (Map.Entry<String, Ledger> entry : ledgers.entrySet()) {
                assertAgree(cluster, entry.getKey(), entry.getValue(), typists, editors, hint);
            }
            editors.forEach(Editor::close);
            typists.forEach(Typist::close);
        }
    }

    private static void awaitAllConnected(List<Typist> typists) throws Throwable {
        eventually(() -> assertThat(typists).allMatch(Typist::isConnected));
    }

    private static void assertSpread(int instance, long fromNs, List<Typist> typists) {
        TreeMap<Long, Integer> backAfter = new TreeMap<>();
        long longestMs = 0;
        for (Typist typist : typists) {
            for (Typist.Outage outage : typist.outages()) {
                if (outage.fromNs() - fromNs > 0) {
                    backAfter.merge((outage.toNs() - fromNs) / 1_000_000 / BUCKET_MS, 1, Integer::sum);
                    longestMs = Math.max(longestMs, (outage.toNs() - outage.fromNs()) / 1_000_000);
                }
            }
        }
        int count = backAfter.values().stream().mapToInt(Integer::intValue).sum();
        System.out.println("rolling restart of instance " + instance + ": reconnects=" + count + " longest outage="
                + longestMs + " ms");
        backAfter.forEach((bucket, people) ->
                System.out.printf("  %5d ms %4d %s%n", bucket * BUCKET_MS, people, "#".repeat(people)));
        assertThat(count).as("reconnects").isPositive();
        assertThat(backAfter.size()).as("%s", backAfter).isGreaterThanOrEqualTo(MIN_BUCKETS);
        // on a busy machine some wait for a processor, and then come at once
        assertThat(backAfter.values()).as("%s", backAfter).allMatch(people -> people <= count / 2);
    }

    private static void assertAgree(
            Cluster cluster, String document, Ledger ledger, List<Typist> typists, List<Editor> editors, String hint)
            throws Throwable {
        try (Copies copies = new Copies(document)) {
            int count = 0;
            for (int i = 0; i < INSTANCES; i++) {
                copies.addReader("reader at " + i, cluster.address(i));
            }
            for (Typist typist : typists) {
                if (typist.document().equals(document)) {
                    copies.add("typist " + count++, typist.settled());
                }
            }
            if (document.equals(WITH_EDITORS)) {
                for (Editor editor : editors) {
                    eventually(() -> assertThat(editor.isSynced()).isTrue());
                    copies.add("editor " + count++, editor);
                }
            }
            copies.awaitIdentical(PATIENCE, hint);
            copies.assertHaveAll(ledger, hint);
        }
    }
}
