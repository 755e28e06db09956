package io.codecollab.server.http.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.DocReplica;
import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.server.Server;
import io.codecollab.server.ServerConfigs;
import io.codecollab.server.auth.AuthConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole server, over HTTP and WebSocket. */
class RestTest {

    @TempDir
    private static Path data;

    private static Server server;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        server = Server.start(ServerConfigs.onFreePort(data, AuthConfig.none()), DocReplica::new);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void goesBackToAVersion() throws Exception {
        edit("history", "{\"offset\":0,\"text\":\"one\\ntwo\\nthree\"}");
        JsonObject kept = json(ask("POST", "/documents/history/versions", "{\"name\":\"first\"}", 201));
        edit("history", "{\"offset\":4,\"length\":3,\"text\":\"2\"}");
        edit("history", "{\"offset\":0,\"text\":\"zero\\n\"}");
        assertThat(text("history")).isEqualTo("zero\none\n2\nthree");
        String version = "/documents/history/versions/" + kept.number("id");

        assertThat(ask("GET", version + "/text", "", 200).body()).isEqualTo("one\ntwo\nthree");
        assertThat(textOf(state(version + "/state"))).isEqualTo("one\ntwo\nthree");
        ask("POST", version + "/restore", "", 200);

        assertThat(text("history")).isEqualTo("one\ntwo\nthree");
        ask("PATCH", version, "{\"name\":\"the first\"}", 204);
        JsonObject listed = json(ask("GET", "/documents/history/versions?limit=10", "", 200));
        assertThat(listed.objects("versions")).hasSize(1);
        assertThat(listed.objects("versions").get(0).text("name")).isEqualTo("the first");
        ask("DELETE", version, "", 204);
        ask("DELETE", version, "", 404);
        ask("GET", version + "/text", "", 404);
        ask("GET", "/documents/history/versions/x/text", "", 404);
        ask("POST", "/documents/none/versions", "{\"name\":\"\"}", 404);
    }

    @Test
    void saysWhoIsConnected() throws Exception {
        assertThat(sessions("meeting")).isEmpty();
        WebSocket socket = http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://" + authority() + "/ws/meeting"), new WebSocket.Listener() {})
                .get(20, TimeUnit.SECONDS);
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (sessions("meeting").isEmpty() && System.nanoTime() < deadlineNs) {
            Thread.sleep(5);
        }

        List<JsonObject> sessions = sessions("meeting");

        assertThat(sessions).hasSize(1);
        assertThat(sessions.get(0).text("user")).isEqualTo("anonymous");
        assertThat(sessions.get(0).text("client")).isEqualTo("y-websocket");
        socket.abort();
    }

    @Test
    void describesEverythingItServes() throws Exception {
        JsonObject document = json(ask("GET", "/openapi.json", "", 200));

        assertThat(document.text("openapi")).isEqualTo("3.1.0");
        assertThat(document.object("paths").fields().keySet().toString())
                .contains(
                        "/api/v1/documents/{name}/text",
                        "/api/v1/documents/{name}/state",
                        "/api/v1/documents/{name}/updates",
                        "/api/v1/documents/{name}/sessions",
                        "/api/v1/documents/{name}/versions/{version}/restore",
                        "/api/v1/auth/login",
                        "/api/v1/openapi.json");
        assertPointersLeadSomewhere(document, document.fields());
    }

    private static void assertPointersLeadSomewhere(JsonObject document, Object part) {
        if (part instanceof Map<?, ?> fields) {
            if (fields.get("$ref") instanceof String pointer) {
                assertThat(document.object("components").object("schemas").has(pointer.replaceFirst(".*/", "")))
                        .as(pointer)
                        .isTrue();
            }
            fields.values().forEach(each -> assertPointersLeadSomewhere(document, each));
        } else if (part instanceof List<?> list) {
            list.forEach(each -> assertPointersLeadSomewhere(document, each));
        }
    }

    private List<JsonObject> sessions(String document) throws Exception {
        return json(ask("GET", "/documents/" + document + "/sessions", "", 200)).objects("sessions");
    }

    private String text(String document) throws Exception {
        return ask("GET", "/documents/" + document + "/text", "", 200).body();
    }

    private byte[] state(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + authority() + "/api/v1" + path))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
    }

    private static String textOf(byte[] state) {
        try (DocReplica replica = new DocReplica()) {
            replica.applyUpdate(state);
            return replica.text("code");
        }
    }

    @Test
    void saysWhatClientsMustKnowOfTheServer() throws Exception {
        JsonObject said = json(ask("GET", "/server", "", 200));

        assertThat(said.text("version")).isNotEmpty();
        assertThat(said.text("auth")).isEqualTo("none");
        assertThat(said.flag("accounts", true)).isFalse();
        assertThat(said.flag("registration", true)).isFalse();
    }

    private void edit(String document, String edit) throws Exception {
        ask("PATCH", "/documents/" + document + "/text", "{\"edits\":[" + edit + "]}", 200);
    }

    private HttpResponse<String> ask(String method, String path, String body, int status)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + authority() + "/api/v1" + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
        assertThat(response.statusCode())
                .as("%s %s: %s", method, path, response.body())
                .isEqualTo(status);
        return response;
    }

    private static JsonObject json(HttpResponse<String> response) {
        return JsonText.read(response.body()) instanceof Map<?, ?> fields ? new JsonObject(fields) : JsonObject.EMPTY;
    }

    private static String authority() {
        return "127.0.0.1:" + server.address().getPort();
    }
}
