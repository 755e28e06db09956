package io.codecollab.server.http.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.DocReplica;
import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.server.Server;
import io.codecollab.server.ServerConfigs;
import io.codecollab.server.auth.AuthConfig;
import io.codecollab.server.e2e.Eventually;
import io.codecollab.server.storage.StoreLocation;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking after a whole server, over HTTP and WebSocket. */
class AdminTest {

    private static final String[] KNOWINGLY = {"X-CodeCollab-Admin", "1"};
    private static final String[] NOTHING = {};

    @TempDir
    private Path data;

    private final HttpClient http = HttpClient.newHttpClient();
    private Server server;

    /** A client of y-websocket, as far as its socket goes. */
    private static final class Socket implements WebSocket.Listener {

        final CompletableFuture<Integer> closed = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return CompletableFuture.completedFuture(null);
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = Server.start(ServerConfigs.onFreePort(data, AuthConfig.none()), DocReplica::new);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void listsWhatIsOpenAndWhoIsThere() throws Throwable {
        edit("notes");
        Socket ann = connect("notes");

        Eventually.eventually(() -> {
            JsonObject listed = json(ask("GET", "/admin/documents", 200, NOTHING));
            assertThat(listed.number("count")).isEqualTo(1);
            JsonObject notes = listed.objects("documents").get(0);
            assertThat(notes.text("name")).isEqualTo("notes");
            assertThat(notes.number("memoryBytes")).isPositive();
            assertThat(notes.number("unsavedBytes")).isZero();
            assertThat(notes.number("instances")).isZero();
            assertThat(notes.object("sessions").fields()).isEqualTo(Map.of("y-websocket", 1L));
        });
        JsonObject sessions = json(ask("GET", "/admin/sessions?document=notes", 200, NOTHING));
        assertThat(sessions.number("count")).isEqualTo(1);
        assertThat(sessions.objects("sessions").get(0).text("client")).isEqualTo("y-websocket");
        assertThat(sessions.objects("sessions").get(0).flag("slow", true)).isFalse();
        assertThat(json(ask("GET", "/admin/sessions?document=other", 200, NOTHING))
                        .number("count"))
                .isZero();
        assertThat(ann.closed).isNotDone();
    }

    @Test
    void sendsEverybodyAwayWhoMayComeBack() throws Throwable {
        Socket ann = connect("notes");
        awaitSession();

        ask("POST", "/admin/documents/notes/close", 204, KNOWINGLY);

        assertThat(ann.closed.get(20, TimeUnit.SECONDS)).isEqualTo(1012);
        ask("POST", "/admin/documents/other/close", 404, KNOWINGLY);
    }

    @Test
    void sendsOneClientAway() throws Throwable {
        Socket ann = connect("notes");
        awaitSession();
        Socket bob = connect("notes");
        Eventually.eventually(() -> assertThat(
                        json(ask("GET", "/admin/sessions", 200, NOTHING)).number("count"))
                .isEqualTo(2));
        long longestHere = json(ask("GET", "/admin/sessions", 200, NOTHING))
                .objects("sessions")
                .get(0)
                .number("id");

        ask("DELETE", "/admin/sessions/" + longestHere, 204, KNOWINGLY);

        assertThat(ann.closed.get(20, TimeUnit.SECONDS)).isEqualTo(4403);
        assertThat(bob.closed).isNotDone();
        Eventually.eventually(() -> ask("DELETE", "/admin/sessions/" + longestHere, 404, KNOWINGLY));
        ask("DELETE", "/admin/sessions/nobody", 404, KNOWINGLY);
    }

    @Test
    void replacesAJournalByASnapshot() throws Exception {
        edit("notes");
        edit("notes");

        JsonObject first = json(ask("POST", "/admin/documents/notes/compact", 200, KNOWINGLY));
        JsonObject second = json(ask("POST", "/admin/documents/notes/compact", 200, KNOWINGLY));

        assertThat(first.text("outcome")).isEqualTo("compacted");
        assertThat(first.number("rows")).isEqualTo(2);
        assertThat(first.number("snapshotBytes")).isPositive();
        assertThat(second.text("outcome")).isEqualTo("short");
        ask("POST", "/admin/documents/other/compact", 404, KNOWINGLY);
    }

    @Test
    void changesNothingForAPageOfAnotherSite() throws Exception {
        ask("POST", "/admin/documents/notes/close", 403, NOTHING);
        ask(
                "POST",
                "/admin/documents/notes/close",
                403,
                "X-CodeCollab-Admin",
                "1",
                "Origin",
                "https://elsewhere.example");
        ask("GET", "/admin/documents", 403, "X-Forwarded-For", "127.0.0.1");
    }

    @Test
    void asksForTheTokenIfThereIsOne() throws Exception {
        String token = "a token that nobody guesses";
        server.close();
        server = Server.start(
                ServerConfigs.onFreePort(StoreLocation.sqlite(data), AuthConfig.none(), token), DocReplica::new);

        ask("GET", "/admin/documents", 401, NOTHING);
        ask("GET", "/admin/documents", 401, "Authorization", "Bearer another token of that length");
        ask("GET", "/admin/documents", 200, "Authorization", "Bearer " + token);
    }

    private void awaitSession() throws Throwable {
        Eventually.eventually(() -> assertThat(
                        json(ask("GET", "/admin/sessions", 200, NOTHING)).number("count"))
                .isEqualTo(1));
    }

    private Socket connect(String document) throws Exception {
        Socket socket = new Socket();
        http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://" + authority() + "/ws/" + document), socket)
                .get(20, TimeUnit.SECONDS);
        return socket;
    }

    private void edit(String document) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + authority() + "/api/v1/documents/" + document + "/text"))
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"edits\":[{\"offset\":0,\"text\":\"hello\"}]}"))
                .build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(200);
    }

    private HttpResponse<String> ask(String method, String path, int status, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + authority() + "/api/v1" + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
        assertThat(response.statusCode())
                .as("%s %s %s: %s", method, path, Arrays.toString(headers), response.body())
                .isEqualTo(status);
        return response;
    }

    private static JsonObject json(HttpResponse<String> response) {
        return JsonText.read(response.body()) instanceof Map<?, ?> fields ? new JsonObject(fields) : JsonObject.EMPTY;
    }

    private String authority() {
        return "127.0.0.1:" + server.address().getPort();
    }
}
