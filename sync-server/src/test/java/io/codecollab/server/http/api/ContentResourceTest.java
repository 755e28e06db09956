package io.codecollab.server.http.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.server.auth.OpenAccess;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.document.Documents;
import io.codecollab.server.document.DocumentsConfig;
import io.codecollab.server.document.ScriptedJournal;
import io.codecollab.server.http.HttpReply;
import io.codecollab.server.http.HttpRequest;
import io.codecollab.server.http.RequestRates;
import io.codecollab.server.http.Requests;
import io.codecollab.server.http.Target;
import io.codecollab.server.ops.AuditLog;
import io.codecollab.server.ops.Metrics;
import io.codecollab.server.ops.Workers;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentResourceTest {

    private static final String DOC = "/api/v1/documents/doc";

    private final Metrics metrics = new Metrics();
    private final ScriptedJournal journal = ScriptedJournal.committingAtOnce();
    private final Documents documents = new Documents(journal, DocumentsConfig.defaults(), metrics);
    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final Workers workers = new Workers("test", 4, 256, ProblemException::overloaded);
    private final Api api = api(documents);

    @AfterEach
    void close() {
        workers.close();
        documents.close();
        metrics.close();
        executor.shutdown();
    }

    @Test
    void whatWasNeverWrittenIsNotThere() {
        assertThat(get("/text").status()).isEqualTo(404);
        assertThat(get("/state").status()).isEqualTo(404);
        assertThat(documents.size()).as("open documents").isZero();
    }

    @Test
    void aTextIsEditedAndRead() {
        HttpReply edited = edit("{\"offset\":0,\"text\":\"hello\\nworld\"}");

        assertThat(edited.status()).isEqualTo(200);
        HttpReply text = get("/text");
        assertThat(new String(text.body(), UTF_8)).isEqualTo("hello\nworld");
        assertThat(text.headers().get("etag")).isEqualTo(edited.headers().get("etag"));
        assertThat(Conformance.json(edited).number("length")).isEqualTo(11);
        assertThat(new String(get("/text?type=other").body(), UTF_8)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{'offset':0,'length':3,'text':'1'}]|1\\ntwo\\r\\nthree",
                "[{'offset':3,'length':1,'text':''}]|onetwo\\r\\nthree",
                "[{'offset':0,'text':'a'},{'offset':0,'text':'b'}]|abone\\ntwo\\r\\nthree",
                "[{'range':{'startLine':2,'startColumn':1,'endLine':2,'endColumn':4},'text':'2'}]|one\\n2\\r\\nthree",
                "[{'range':{'startLine':3,'startColumn':6,'endLine':3,'endColumn':6},'text':'!'}]|one\\ntwo\\r\\nthree!",
                "[{'range':{'startLine':1,'startColumn':4,'endLine':3,'endColumn':1},'text':' '}]|one three",
                "[{'offset':8,'text':'X'},{'offset':0,'length':1,'text':'O'},{'offset':1,'text':'Y'}]|OYne\\ntwo\\rX\\nthree",
                "[]|one\\ntwo\\r\\nthree"
            })
    void allEditsReferToTheTextAsItWas(String edits, String after) {
        edit("{\"offset\":0,\"text\":\"one\\ntwo\\r\\nthree\"}");

        HttpReply reply = patch("{\"edits\":" + edits.replace('\'', '"') + "}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(text()).isEqualTo(after.replace("\\n", "\n").replace("\\r", "\r"));
        assertThat(get("/text").headers().get("etag")).isEqualTo(reply.headers().get("etag"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{'offset':6,'text':''}]|422",
                "[{'offset':0,'length':6,'text':''}]|422",
                "[{'offset':2147483647,'length':2147483647,'text':''}]|422",
                "[{'offset':3,'text':''}]|422",
                "[{'offset':0,'length':3,'text':''}]|422",
                "[{'offset':0,'length':2,'text':''},{'offset':1,'length':1,'text':''}]|422",
                "[{'range':{'startLine':3,'startColumn':1,'endLine':3,'endColumn':1},'text':''}]|422",
                "[{'range':{'startLine':1,'startColumn':3,'endLine':1,'endColumn':3},'text':''}]|422",
                "[{'range':{'startLine':2,'startColumn':1,'endLine':1,'endColumn':1},'text':''}]|422",
                "[{'range':{'startLine':0,'startColumn':1,'endLine':1,'endColumn':1},'text':''}]|400",
                "[{'range':{'startLine':1,'startColumn':1,'endLine':1,'endColumn':1},'length':1,'text':''}]|400",
                "[{'offset':0,'range':{'startLine':1,'startColumn':1,'endLine':1,'endColumn':1},'text':''}]|400",
                "[{'text':''}]|400",
                "[{'offset':-1,'text':''}]|400",
                "[{'offset':0,'text':'\\ud800'}]|400",
                "[{'offset':0}]|400"
            })
    void editsThatDoNotFitAreRefusedAllTogether(String edits, int status) {
        String text = "a\n\ud83c\udf0db"; // the globe is units 2 and 3
        edit("{\"offset\":0,\"text\":\"" + text.replace("\n", "\\n") + "\"}");

        HttpReply reply = patch("{\"edits\":" + edits.replace('\'', '"') + "}");

        assertThat(reply.status()).isEqualTo(status);
        assertThat(text()).isEqualTo(text);
    }

    @Test
    void whoEditsAVersionThatIsNoMoreIsToldSo() {
        String first = etagOf(edit("{\"offset\":0,\"text\":\"a\"}"));
        String second = etagOf(edit("{\"offset\":0,\"text\":\"b\"}"));
        String body = "{\"edits\":[{\"offset\":0,\"length\":1,\"text\":\"\"}]}";

        assertThat(patch(body, "If-Match: " + first).status()).isEqualTo(412);
        assertThat(text()).isEqualTo("ba");
        HttpReply reply = patch(body, "If-Match: \"x\", " + second);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(etagOf(reply)).isNotIn(first, second);
        assertThat(text()).isEqualTo("a");
    }

    @Test
    void ofManyWhoEditOneVersionAtOnceOneIsTaken() {
        String etag = etagOf(edit("{\"offset\":0,\"text\":\"-\"}"));
        for (int round = 1; round <= 20; round++) {
            List<CompletableFuture<HttpReply>> asked = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                byte[] body = ("{\"edits\":[{\"offset\":0,\"text\":\"" + i + "\"}]}").getBytes(UTF_8);
                asked.add(api.answer(request("PATCH", "/text", body, "If-Match: " + etag))
                        .orElseThrow()
                        .toCompletableFuture());
            }

            List<HttpReply> replies = asked.stream()
                    .map(each -> each.orTimeout(20, TimeUnit.SECONDS).join())
                    .toList();

            assertThat(replies)
                    .extracting(HttpReply::status)
                    .containsOnlyOnce(200)
                    .containsOnly(200, 412);
            assertThat(text()).hasSize(round + 1);
            etag = etagOf(replies.stream()
                    .filter(reply -> reply.status() == 200)
                    .findFirst()
                    .orElseThrow());
            assertThat(etagOf(get("/text"))).isEqualTo(etag);
        }
    }

    @Test
    void noVersionOfADocumentThatIsNotThereIsEdited() {
        HttpReply reply = patch("{\"edits\":[{\"offset\":0,\"text\":\"a\"}]}", "If-Match: *");

        assertThat(reply.status()).isEqualTo(412);
        assertThat(get("/text").status()).isEqualTo(404);
        edit("{\"offset\":0,\"text\":\"a\"}");
        assertThat(patch("{\"edits\":[{\"offset\":0,\"text\":\"b\"}]}", "If-Match: *")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whoKnowsTheVersionGetsNothing() {
        String etag = etagOf(edit("{\"offset\":0,\"text\":\"a\"}"));

        assertThat(ask("GET", "/text", new byte[0], "If-None-Match: " + etag).status())
                .isEqualTo(304);
        assertThat(ask("GET", "/state", new byte[0], "If-None-Match: W/" + etag).status())
                .isEqualTo(304);
        assertThat(ask("GET", "/text", new byte[0], "If-None-Match: \"x\"").status())
                .isEqualTo(200);
    }

    @Test
    void whoAsksAgainWithTheSameKeyEditsOnce() {
        String body = "{\"edits\":[{\"offset\":0,\"text\":\"a\"}]}";

        HttpReply first = patch(body, "Idempotency-Key: k1");
        HttpReply again = patch(body, "Idempotency-Key: k1");
        HttpReply another = patch(body.replace("a", "b"), "Idempotency-Key: k1");
        patch(body, "Idempotency-Key: k2");

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(another.status()).isEqualTo(422);
        assertThat(text()).isEqualTo("aa");
    }

    @Test
    void aKeyWhoseRequestFailedMayBeUsedAgain() {
        edit("{\"offset\":0,\"text\":\"a\"}");
        String body = "{\"edits\":[{\"offset\":2,\"text\":\"b\"}]}";
        assertThat(patch(body, "Idempotency-Key: k").status()).isEqualTo(422);
        edit("{\"offset\":0,\"text\":\"a\"}");

        assertThat(patch(body, "Idempotency-Key: k").status()).isEqualTo(200);
        assertThat(text()).isEqualTo("aab");
    }

    @Test
    void editsAreAnsweredWhenTheyAreStored() throws Exception {
        ScriptedJournal slow = new ScriptedJournal();
        try (Documents slowDocuments = new Documents(slow, DocumentsConfig.defaults(), metrics)) {
            CompletableFuture<HttpReply> reply = api(slowDocuments)
                    .answer(request("PATCH", "/text", "{\"edits\":[{\"offset\":0,\"text\":\"a\"}]}".getBytes(UTF_8)))
                    .orElseThrow()
                    .toCompletableFuture();
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (slow.waiting().isEmpty() && System.nanoTime() < deadlineNs) {
                Thread.sleep(1);
            }
            assertThat(reply).isNotDone();

            slow.commit();

            assertThat(reply).succeedsWithin(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void manyEditsOneAfterTheOtherAreOfOneClient() {
        for (int i = 0; i < 20; i++) {
            edit("{\"offset\":0,\"text\":\"x\"}");
        }

        Doc doc = new Doc();
        doc.applyUpdate(get("/state").body());
        assertThat(doc.stateVector().size()).isEqualTo(1);
    }

    @Test
    void editsAtTheSameTimeAllCount() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        List<CompletableFuture<HttpReply>> replies = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String letter = String.valueOf((char) ('a' + random.nextInt(26)));
            String body = "{\"edits\":[{\"offset\":0,\"text\":\"" + letter + "\"}]}";
            replies.add(api.answer(request("PATCH", "/text", body.getBytes(UTF_8)))
                    .orElseThrow()
                    .toCompletableFuture());
        }

        assertThat(replies)
                .as("seed=%d", seed)
                .allSatisfy(reply -> assertThat(
                                reply.orTimeout(20, TimeUnit.SECONDS).join().status())
                        .isEqualTo(200));
        assertThat(text()).as("seed=%d", seed).hasSize(60);
    }

    @Test
    void updatesGoInAndComeOut() {
        Doc doc = new Doc();
        doc.getText("code").insert(0, "hi");
        byte[] vectorBefore = doc.encodeStateVector();

        assertThat(ask("POST", "/updates", doc.encodeStateAsUpdate(), "Content-Type: application/octet-stream")
                        .status())
                .isEqualTo(204);

        assertThat(get("/state").body()).isEqualTo(doc.encodeStateAsUpdate());
        assertThat(text()).isEqualTo("hi");
        edit("{\"offset\":2,\"text\":\"!\"}");
        String since = Base64.getUrlEncoder().withoutPadding().encodeToString(vectorBefore);
        byte[] news = get("/state?since=" + since).body();
        assertThat(news.length).isLessThan(get("/state").body().length);
        doc.applyUpdate(news);
        assertThat(doc.getText("code")).hasToString("hi!");
    }

    @Test
    void whatIsNoUpdateIsRefused() {
        for (byte[] body : new byte[][] {{}, {-1, -1, -1}, "hello".getBytes(UTF_8)}) {
            assertThat(ask("POST", "/updates", body, "Content-Type: application/octet-stream")
                            .status())
                    .isEqualTo(400);
        }
        assertThat(ask("POST", "/updates", new byte[] {0, 0}, "Content-Type: application/json")
                        .status())
                .isEqualTo(415);
        edit("{\"offset\":0,\"text\":\"a\"}");
        assertThat(get("/state?since=____").status()).isEqualTo(400);
        assertThat(text()).isEqualTo("a");
    }

    @Test
    void picturesInATextAreNoPartOfItAndStay() {
        Doc doc = new Doc();
        doc.getText("code").insert(0, "abcd");
        doc.getText("code").insertEmbed(2, Map.of("image", "x"));
        ask("POST", "/updates", doc.encodeStateAsUpdate(), "Content-Type: application/octet-stream");

        patch("{\"edits\":[{\"offset\":1,\"length\":1,\"text\":\"B\"},{\"offset\":2,\"length\":1,\"text\":\"C\"}]}");

        assertThat(text()).isEqualTo("aBCd");
        Doc after = new Doc();
        after.applyUpdate(get("/state").body());
        assertThat(after.getText("code").length()).isEqualTo(5);
    }

    @Test
    void aDocumentThatCannotBeOpenedIsTriedLater() {
        edit("{\"offset\":0,\"text\":\"a\"}");
        ScriptedJournal broken = ScriptedJournal.committingAtOnce();
        broken.create(new DocumentName("doc"));
        broken.makeUnloadable();
        try (Documents brokenDocuments = new Documents(broken, DocumentsConfig.defaults(), metrics)) {
            HttpReply reply = Conformance.ask(api(brokenDocuments), request("GET", "/text", new byte[0]));

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.headers()).containsKey("retry-after");
        }
    }

    @Test
    void theVersionIsTheSameWhereverTheSameIsKnown() {
        edit("{\"offset\":0,\"text\":\"abc\"}");
        edit("{\"offset\":1,\"length\":1,\"text\":\"x\"}");
        byte[] state = get("/state").body();
        try (Documents elsewhere =
                new Documents(ScriptedJournal.committingAtOnce(), DocumentsConfig.defaults(), metrics)) {
            Api other = api(elsewhere);
            Conformance.ask(other, request("POST", "/updates", state, "Content-Type: application/octet-stream"));

            assertThat(etagOf(Conformance.ask(other, request("GET", "/text", new byte[0]))))
                    .isEqualTo(etagOf(get("/text")));
        }
    }

    private Api api(Documents of) {
        OpenAccess everybody = new OpenAccess();
        return new Api(
                everybody,
                everybody,
                RequestRates.unlimited(),
                AuditLog.none(),
                "test",
                List.of(new ContentResource(of, new TextEditor(of, workers))));
    }

    private String text() {
        return new String(get("/text").body(), UTF_8);
    }

    private static String etagOf(HttpReply reply) {
        return String.valueOf(reply.headers().get("etag"));
    }

    private HttpReply edit(String edit) {
        return patch("{\"edits\":[" + edit + "]}");
    }

    private HttpReply patch(String body, String... headers) {
        assertThat(JsonText.read(body)).isNotNull();
        return ask("PATCH", "/text", body.getBytes(UTF_8), headers);
    }

    private HttpReply get(String path) {
        return ask("GET", path, new byte[0]);
    }

    private HttpReply ask(String method, String path, byte[] body, String... headers) {
        return Conformance.ask(api, request(method, path, body, headers));
    }

    private HttpRequest request(String method, String path, byte[] body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        if (method.equals("PATCH")) {
            all.add("Content-Type: application/json");
        }
        return new HttpRequest(
                method,
                Target.parse(DOC + path),
                Requests.headers(all.toArray(String[]::new)),
                InetAddress.getLoopbackAddress(),
                false,
                body,
                executor);
    }
}
