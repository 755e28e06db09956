package io.codecollab.server.e2e;

import static io.codecollab.server.e2e.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.lib0.JsonText;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What y-sweet has beyond the others: documents that are made, and read and written, over HTTP. */
class YSweetIT {

    /** Client 1 inserts "h" into the text "code". */
    private static final String UPDATE = "01 01 01 00 04 01 04 63 6f 64 65 01 68 00";

    private static CodecollabJar server;
    private static NodeHost here;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = CodecollabJar.serving(data);
        here = NodeHost.start();
    }

    @AfterAll
    static void stop() {
        here.close();
        server.close();
    }

    @Test
    void tellsItsClientWhenLocalChangesAreSaved() throws Throwable {
        try (Editor ann = here.open(ClientKind.Y_SWEET, server, "saved")) {
            eventually(() -> assertThat(ann.isSynced()).isTrue());
            eventually(() -> assertThat(ann.unsaved()).isZero());

            ann.insert(0, "x");

            eventually(() -> assertThat(ann.unsaved()).isZero());
            assertThat((List<?>) ann.ask("localChangesEvents")).isEqualTo(List.of(false, true, false));
        }
    }

    @Test
    void handsOutTokensThatSayWhereTheDocumentIs() {
        here.sdk(server, "createDoc", Map.of("document", "located"));

        assertThat(sdk("getClientToken", "located")).isInstanceOfSatisfying(Map.class, token -> {
            assertThat(token.get("url")).isEqualTo("ws://" + server.address() + "/d/located/ws");
            assertThat(token.get("baseUrl")).isEqualTo(server.httpUrl() + "/d/located");
            assertThat(token.get("docId")).isEqualTo("located");
            assertThat(token.get("authorization")).isEqualTo("full");
        });
    }

    @Test
    void makesUpAnIdWhenNoneIsGiven() throws Exception {
        HttpResponse<byte[]> response = post("/doc/new", "{}");

        assertThat(response.statusCode()).isEqualTo(200);
        String id = (String) json(response).get("docId");
        assertThat(id).matches("[A-Za-z0-9_-]{8,}");
        assertThat(post("/doc/" + id + "/auth", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesIdsThatAreNone() throws Exception {
        assertThat(post("/doc/new", "{\"docId\":\"not/an id\"}").statusCode()).isEqualTo(400);
        assertThat(post("/doc/new", "{\"docId\":\"\"}").statusCode()).isEqualTo(400);
        assertThat(post("/doc/new", "not json").statusCode()).isEqualTo(400);
    }

    @Test
    void doesNotKnowADocumentThatNobodyHasMade() throws Exception {
        assertThat(sdk("tokenRefusal", "unknown")).isEqualTo(404L);
        assertThat(get("/d/unknown/as-update").statusCode()).isEqualTo(404);
    }

    @Test
    void aDocumentIsReadAndWrittenOverHttpWhileOthersTypeInIt() throws Throwable {
        try (Editor ann = here.open(ClientKind.Y_SWEET, server, "http");
                Editor bob = here.open(ClientKind.Y_WEBSOCKET_3, server, "http")) {
            new Room(ann, bob).awaitSync();
            bob.insert(0, "typed");
            eventually(() -> assertThat(sdk("getText", "http")).isEqualTo("typed"));

            here.sdk(server, "prepend", Map.of("document", "http", "string", "posted, "));

            eventually(() -> assertThat(ann.text()).isEqualTo("posted, typed"));
            eventually(() -> assertThat(bob.text()).isEqualTo("posted, typed"));
            assertThat(sdk("getState", "http")).isEqualTo(bob.state());
        }
    }

    @Test
    void whatWasPostedIsThereWhenTheAnswerHasCome(@TempDir Path data) throws Exception {
        try (CodecollabJar first = CodecollabJar.serving(data)) {
            here.sdk(first, "createDoc", Map.of("document", "durable"));
            here.sdk(first, "prepend", Map.of("document", "durable", "string", "kept"));
            first.kill();
        }
        try (CodecollabJar second = CodecollabJar.serving(data)) {
            assertThat(here.sdk(second, "getText", Map.of("document", "durable")))
                    .isEqualTo("kept");
        }
    }

    @Test
    void theOldPathsStillWork() throws Throwable {
        here.sdk(server, "createDoc", Map.of("document", "old"));

        assertThat(postBytes("/doc/old/update", UPDATE).statusCode()).isEqualTo(200);
        HttpResponse<byte[]> state = get("/doc/old/as-update");
        assertThat(state.headers().firstValue("content-type")).contains("application/octet-stream");
        assertThat(HexFormat.ofDelimiter(" ").formatHex(state.body())).isEqualTo(UPDATE);
        try (RawClient client = RawClient.at(server, "/doc/ws/old")) {
            client.send("00 00 01 00");
            eventually(() -> assertThat(client.receive()).isEqualTo("00 01 0e " + UPDATE));
        }
    }

    @Test
    void aMalformedUpdateIsRefusedAndChangesNothing() throws Exception {
        here.sdk(server, "createDoc", Map.of("document", "unharmed"));
        assertThat(postBytes("/d/unharmed/update", UPDATE).statusCode()).isEqualTo(200);

        assertThat(postBytes("/d/unharmed/update", "01 01 01 ff").statusCode()).isEqualTo(400);

        assertThat(HexFormat.ofDelimiter(" ")
                        .formatHex(get("/d/unharmed/as-update").body()))
                .isEqualTo(UPDATE);
    }

    @Test
    void twoIdsInOnePathMustBeTheSame() throws Exception {
        here.sdk(server, "createDoc", Map.of("document", "one"));
        here.sdk(server, "createDoc", Map.of("document", "other"));

        assertThat(RawSocket.answerToUpgrade(server, "/d/one/ws/one")).startsWith("HTTP/1.1 101 ");
        assertThat(RawSocket.answerToUpgrade(server, "/d/one/ws/other")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void saysThatItAndItsStoreAreReady() throws Exception {
        assertThat(json(get("/ready"))).isEqualTo(Map.of("ok", true));
        assertThat(json(post("/check_store", "{}")).get("ok")).isEqualTo(true);
    }

    private static @Nullable Object sdk(String call, String document) {
        return here.sdk(server, call, Map.of("document", document));
    }

    private static Map<?, ?> json(HttpResponse<byte[]> response) {
        String body = new String(response.body(), UTF_8);
        if (JsonText.read(body) instanceof Map<?, ?> map) {
            return map;
        }
        throw new AssertionError("not a JSON object, body=" + body);
    }

    private static HttpResponse<byte[]> get(String path) throws Exception {
        return send(request(path).GET());
    }

    private static HttpResponse<byte[]> post(String path, String json) throws Exception {
        return send(request(path)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private static HttpResponse<byte[]> postBytes(String path, String hex) throws Exception {
        byte[] body = HexFormat.of().parseHex(hex.replace(" ", ""));
        return send(request(path)
                .header("content-type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.httpUrl() + path));
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
