package io.codecollab.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.server.document.DocumentLimits;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.document.Documents;
import io.codecollab.server.document.DocumentsConfig;
import io.codecollab.server.document.ScriptedJournal;
import io.codecollab.server.ops.Metrics;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What npm {@code @y-sweet/sdk} asks. */
class YSweetApiTest {

    private static final byte[] EDIT = HexFormat.of().parseHex("0101010004010174016800");

    private final Metrics metrics = new Metrics();
    private final ScriptedJournal journal = ScriptedJournal.committingAtOnce();
    private final Documents documents = new Documents(
            journal,
            new DocumentsConfig(new DocumentLimits(1_000, 1_000, 10, 1_000, 1_000), 2, 60_000, 1L << 30),
            metrics);
    private final YSweetApi api = new YSweetApi(documents);
    private final ExecutorService worker = Executors.newSingleThreadExecutor();

    @AfterEach
    void close() {
        documents.close();
        metrics.close();
        worker.shutdown();
    }

    @Test
    void makesADocumentOfTheNameThatIsWanted() {
        assertThat(json(post("/doc/new", "{\"docId\":\"my-doc_1\"}"))).isEqualTo(Map.of("docId", "my-doc_1"));
        assertThat(documents.exists(new DocumentName("my-doc_1")).join()).isTrue();
        assertThat(json(post("/doc/new", "{\"docId\":\"my-doc_1\"}")))
                .as("again")
                .isEqualTo(Map.of("docId", "my-doc_1"));
    }

    @Test
    void makesUpANameWhenNoneIsWanted() {
        for (String body : new String[] {"", "{}", "{\"docId\":null}", " "}) {
            assertThat(json(post("/doc/new", body)).get("docId"))
                    .as("body=%s", body)
                    .asString()
                    .matches("[A-Za-z0-9_-]{22}");
        }
        assertThat(json(post("/doc/new", ""))).isNotEqualTo(json(post("/doc/new", "")));
    }

    @Test
    void refusesNamesThatYSweetDoesNotTake() {
        for (String body : new String[] {
            "{\"docId\":\"a b\"}",
            "{\"docId\":\"\"}",
            "{\"docId\":\"a/b\"}",
            "{\"docId\":5}",
            "{",
            "{\"docId\":\"é\"}",
            "{\"docId\":\"" + "x".repeat(257) + "\"}",
            "[".repeat(60_000)
        }) {
            assertThat(post("/doc/new", body).status()).as("body=%.30s", body).isEqualTo(400);
        }
    }

    @Test
    void saysWhereToConnect() {
        post("/doc/new", "{\"docId\":\"doc\"}");

        assertThat(json(post("/doc/doc/auth", "{}")))
                .isEqualTo(Map.of(
                        "url", "ws://example.org:8080/d/doc/ws",
                        "baseUrl", "http://example.org:8080/d/doc",
                        "docId", "doc",
                        "authorization", "full"));
    }

    @Test
    void saysWhereToConnectBehindAProxyThatSpeaksTls() {
        post("/doc/new", "{\"docId\":\"doc\"}");

        HttpReply reply = answer(new HttpRequest(
                "POST",
                Target.parse("/doc/doc/auth"),
                Requests.headers("Host: example.org"),
                InetAddress.getLoopbackAddress(),
                true,
                new byte[0],
                worker));

        assertThat(json(reply))
                .containsEntry("url", "wss://example.org/d/doc/ws")
                .containsEntry("baseUrl", "https://example.org/d/doc");
    }

    @Test
    void takesAnUpdateAndGivesTheDocument() {
        post("/doc/new", "{\"docId\":\"doc\"}");

        for (String base : new String[] {"/d/doc", "/doc/doc"}) {
            assertThat(post(base + "/update", EDIT).status()).isEqualTo(200);
            HttpReply reply = get(base + "/as-update");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.contentType()).isEqualTo("application/octet-stream");
            assertThat(reply.body()).isEqualTo(EDIT);
        }
    }

    @Test
    void saysThatAnUpdateIsTakenWhenItIsStored() {
        ScriptedJournal slow = new ScriptedJournal();
        slow.create(new DocumentName("doc"));
        try (Documents slowDocuments = new Documents(slow, DocumentsConfig.defaults(), metrics)) {
            CompletionStage<HttpReply> reply = new YSweetApi(slowDocuments)
                    .answer(request("POST", "/d/doc/update", EDIT))
                    .orElseThrow();
            await(() -> slow.waiting().size() == 1);
            assertThat(reply.toCompletableFuture()).isNotDone();

            slow.commit();

            assertThat(reply.toCompletableFuture()).succeedsWithin(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aDocumentThatWasNeverMadeIsNotThere() {
        assertThat(post("/doc/none/auth", "{}").status()).isEqualTo(404);
        assertThat(get("/d/none/as-update").status()).isEqualTo(404);
        assertThat(post("/d/none/update", EDIT).status()).isEqualTo(404);
        assertThat(documents.size()).as("open documents").isZero();
    }

    @Test
    void refusesAnUpdateThatIsNone() throws InterruptedException {
        post("/doc/new", "{\"docId\":\"doc\"}");

        assertThat(post("/d/doc/update", new byte[] {-1, -1, -1, -1}).status()).isEqualTo(400);
        assertThat(post("/d/doc/update", new byte[0]).status()).isEqualTo(400);
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (journal.refused().size() < 2 && System.nanoTime() < deadlineNs) {
            Thread.sleep(5); // they are kept behind the client's back
        }
        assertThat(journal.refused()).hasSize(2);
        assertThat(get("/d/doc/as-update").body()).isEqualTo(new byte[] {0, 0});
    }

    @Test
    void refusesAnUpdateThatIsTooLarge() {
        post("/doc/new", "{\"docId\":\"doc\"}");

        assertThat(post("/d/doc/update", new byte[1_001]).status()).isEqualTo(413);
    }

    @Test
    void saysToComeBackWhenADocumentCannotBeOpened() {
        post("/doc/new", "{\"docId\":\"doc\"}");
        journal.makeUnloadable();

        assertThat(get("/d/doc/as-update").status()).isEqualTo(503);
        assertThat(post("/d/doc/update", EDIT).status()).isEqualTo(503);
    }

    @Test
    void refusesNamesThatAreNone() {
        String tooLong = "x".repeat(257);
        for (String path :
                new String[] {"/doc/" + tooLong + "/auth", "/d/" + tooLong + "/update", "/d/a\u007fb/update"}) {
            assertThat(post(path, EDIT).status()).as("path=%s", path).isEqualTo(400);
        }
    }

    @Test
    void isReadyAndLooksAtItsStore() {
        assertThat(json(get("/ready"))).isEqualTo(Map.of("ok", true));
        assertThat(json(post("/check_store", ""))).isEqualTo(Map.of("ok", true));

        journal.makeUnreadable();

        assertThat(json(post("/check_store", ""))).containsEntry("ok", false).containsKey("error");
    }

    @Test
    void leavesOtherPathsToOthers() {
        for (String path :
                new String[] {"/", "/doc", "/doc/new", "/doc/x/auth", "/d/x", "/d//as-update", "/doc/as-update"}) {
            assertThat(api.answer(request("GET", path, new byte[0])))
                    .as("path=%s", path)
                    .isEmpty();
        }
    }

    @Test
    void aVisitorLeavesNothingBehind() {
        post("/doc/new", "{\"docId\":\"doc\"}");
        for (int i = 0; i < 50; i++) {
            assertThat(post("/d/doc/update", EDIT).status())
                    .as("subscribers are bounded")
                    .isEqualTo(200);
        }
    }

    private HttpReply get(String path) {
        return answer(request("GET", path, new byte[0]));
    }

    private HttpReply post(String path, String body) {
        return post(path, body.getBytes(UTF_8));
    }

    private HttpReply post(String path, byte[] body) {
        return answer(request("POST", path, body));
    }

    private HttpRequest request(String method, String path, byte[] body) {
        return new HttpRequest(
                method,
                Target.parse(path),
                Requests.headers("Host: example.org:8080"),
                InetAddress.getLoopbackAddress(),
                false,
                body,
                worker);
    }

    private HttpReply answer(HttpRequest request) {
        Optional<CompletionStage<HttpReply>> reply = api.answer(request);
        assertThat(reply).as("path=%s", request.path()).isPresent();
        return reply.orElseThrow().toCompletableFuture().join();
    }

    private static Map<String, Object> json(HttpReply reply) {
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.contentType()).isEqualTo("application/json");
        Map<String, Object> fields = new HashMap<>();
        if (JsonText.read(new String(reply.body(), UTF_8)) instanceof Map<?, ?> read) {
            read.forEach((key, value) -> fields.put((String) key, value));
        }
        return fields;
    }

    private static void await(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("patience").isLessThan(deadlineNs);
            Thread.onSpinWait();
        }
    }
}
