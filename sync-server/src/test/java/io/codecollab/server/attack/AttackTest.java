package io.codecollab.server.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.DocReplica;
import io.codecollab.persistence.CommitListener;
import io.codecollab.persistence.DirectoryEntry;
import io.codecollab.persistence.DocumentSummary;
import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.Stores;
import io.codecollab.server.Server;
import io.codecollab.server.ServerConfigs;
import io.codecollab.server.attack.Exchange.Answer;
import io.codecollab.server.auth.AuthConfig;
import io.codecollab.server.auth.Token;
import io.codecollab.server.storage.StoreLocation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Strangers, and somebody who may look at one document, send a server whatever they can think of, over HTTP and WebSocket: some
 * seconds long, or {@code -Dattack.seconds=}. Whatever it is, it is answered or hung up on, never with a fault of ours, never
 * with what they may not read, and nothing of anybody else is changed. {@code -Dattack.seed=} repeats an attack; its number in
 * the attack is in the message.
 */
class AttackTest {

    /** A document that nobody who attacks may know of. */
    static final String SAFE = "safe";

    /** A document that one of them may read. */
    static final String SHOWN = "shown";

    private static final String SAFE_TEXT = "the-secret-in-the-document";
    private static final String SHOWN_TEXT = "what-viewers-may-see";
    private static final String OWNER = Token.of("olga").grant("*", "owner").signed();

    /** How the frame begins that closes a WebSocket with 1011. */
    private static final String FAULT_OF_OURS = "\u0088\u0010\u0003\u00f3";

    private static final int ATTACKERS = 3;
    private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L;

    private final long seed = Long.getLong("attack.seed", System.nanoTime());
    private final AtomicLong number = new AtomicLong();
    private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();

    @TempDir
    private Path data;

    @Test
    void nothingThatIsTriedBreaksAnythingOrLetsAnybodyInOrThrough() throws Exception {
        int seconds = Integer.getInteger("attack.seconds", 6);
        System.out.println("AttackTest seed=" + seed + ", seconds=" + seconds);
        AuthConfig auth = new AuthConfig(AuthConfig.Mode.JWT, Token.SECRET, "", "", "", "");
        String safeState;
        String shownState;
        try (Server server = Server.start(ServerConfigs.onFreePort(data, auth), DocReplica::new)) {
            int port = server.address().getPort();
            write(port, SAFE, SAFE_TEXT);
            write(port, SHOWN, SHOWN_TEXT);
            safeState = state(port, SAFE);
            shownState = state(port, SHOWN);

            attackFor(seconds, port);

            System.out.println("AttackTest attacks=" + number + ", statuses=" + statuses);
            assertThat(statuses).as("seed=%d", seed).containsKeys(101, 400, 401, 403, 404, 405);
            assertThat(state(port, SAFE)).as("seed=%d", seed).isEqualTo(safeState);
            assertThat(state(port, SHOWN)).as("seed=%d", seed).isEqualTo(shownState);
            assertThat(as(OWNER, port, "GET", SAFE + "/text", "").body()).isEqualTo(SAFE_TEXT);
            assertThat(as(Intruder.VIEWER.token(), port, "GET", SHOWN + "/text", "")
                            .body())
                    .isEqualTo(SHOWN_TEXT);
            assertIsHealthy(port);
        }
        assertNothingWasMadeForOthers();
    }

    private void attackFor(int seconds, int port) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        ExecutorService attackers = Executors.newFixedThreadPool(ATTACKERS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < ATTACKERS; i++) {
                running.add(attackers.submit(() -> {
                    while (System.nanoTime() < deadlineNs) {
                        attack(number.getAndIncrement(), port);
                    }
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            attackers.shutdownNow();
        }
    }

    /** One attack: who makes it, and how, follow from the seed and its number. */
    private void attack(long i, int port) throws IOException {
        SplittableRandom random = new SplittableRandom(seed + i * GOLDEN_RATIO);
        Intruder who = Tricks.pick(List.of(Intruder.values()), random);
        Answer answer;
        String what = "seed=" + seed + ", i=" + i + ", who=" + who + ": ";
        if (random.nextInt(3) == 0) {
            WebSocketAttack attack = WebSocketAttack.by(who, random);
            what += new String(attack.handshake(), ISO_8859_1);
            answer = Exchange.webSocket(port, attack);
            assertThat(answer.octets()).as(what).doesNotContain(FAULT_OF_OURS);
        } else {
            byte[] request = HttpAttack.request(who, random);
            what += new String(request, ISO_8859_1);
            answer = Exchange.http(port, request);
        }
        statuses.merge(answer.status(), 1, Integer::sum);
        assertThat(answer.status()).as(what).isLessThan(500);
        assertThat(answer.text()).as(what).doesNotContain(SAFE_TEXT).doesNotContainIgnoringCase("\r\nset-cookie:");
        if (!who.mayRead(SHOWN)) {
            assertThat(answer.text()).as(what).doesNotContain(SHOWN_TEXT);
        }
    }

    private static void assertIsHealthy(int port) throws IOException {
        for (String path : List.of("/healthz", "/readyz", "/metrics")) {
            Answer answer = ask(port, "GET " + path, "", "");
            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(answer.text()).as(path).doesNotContain("codecollab_closed_total{reason=\"failed\"}");
        }
        assertThat(as(OWNER, port, "PATCH", "afterwards/text", "{\"edits\":[{\"offset\":0,\"text\":\"well\"}]}")
                        .status())
                .isEqualTo(200);
    }

    /** Whoever has a token may make documents of their own, but no others. */
    private void assertNothingWasMadeForOthers() {
        try (Stores stores = StoreLocation.sqlite(data).open(PersistenceConfig.defaults(), CommitListener.NONE)) {
            List<String> others = new ArrayList<>();
            for (DocumentSummary summary : stores.updates().documents(null, 1_000_000)) {
                String owner = stores.directory()
                        .find(summary.name())
                        .map(DirectoryEntry::owner)
                        .orElse("");
                if (!owner.equals(Intruder.VIEWER_ID)) {
                    others.add(summary.name());
                }
            }
            assertThat(others).as("seed=%d", seed).containsExactlyInAnyOrder(SAFE, SHOWN, "afterwards");
        }
    }

    private static void write(int port, String document, String text) throws IOException {
        Answer answer =
                as(OWNER, port, "PATCH", document + "/text", "{\"edits\":[{\"offset\":0,\"text\":\"" + text + "\"}]}");
        assertThat(answer.status()).isEqualTo(200);
    }

    /** The whole document, byte for byte. */
    private static String state(int port, String document) throws IOException {
        Answer answer = as(OWNER, port, "GET", document + "/state", "");
        assertThat(answer.status()).isEqualTo(200);
        return answer.octets().substring(answer.octets().indexOf("\r\n\r\n"));
    }

    private static Answer as(String token, int port, String method, String path, String body) throws IOException {
        return ask(port, method + " /api/v1/documents/" + path, "Authorization: Bearer " + token + "\r\n", body);
    }

    private static Answer ask(int port, String what, String header, String body) throws IOException {
        String request = what + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + header
                + (body.isEmpty() ? "" : "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n")
                + "\r\n" + body;
        return Exchange.http(port, request.getBytes(UTF_8));
    }
}
