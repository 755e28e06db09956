package io.codecollab.server.e2e;

import static io.codecollab.server.e2e.Eventually.eventually;
import static io.codecollab.server.e2e.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.DocReplica;
import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.server.Server;
import io.codecollab.server.ServerConfig;
import io.codecollab.server.ServerConfigs;
import io.codecollab.server.auth.AuthConfig;
import io.codecollab.server.auth.Token;
import io.codecollab.server.document.DocumentName;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody is sent away while they are connected: a server in this process, so that it can be told to. */
class RevocationIT {

    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final Set<ClientKind> HOCUSPOCUS =
            EnumSet.of(ClientKind.HOCUSPOCUS_2, ClientKind.HOCUSPOCUS_3, ClientKind.HOCUSPOCUS_4);

    private static Server server;
    private static NodeHost host;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        AuthConfig auth = new AuthConfig(AuthConfig.Mode.JWT, Token.SECRET, "", "", "", "");
        ServerConfig config = ServerConfigs.onFreePort(data, auth);
        server = Server.start(config, DocReplica::new);
        host = NodeHost.start();
    }

    @AfterAll
    static void stop() {
        host.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource(names = "Y_WEBRTC", mode = EnumSource.Mode.EXCLUDE)
    void whoIsKickedIsGoneWithinASecond(ClientKind kind) throws Throwable {
        String document = "kicked-" + kind;
        try (Editor bob = open(ClientKind.Y_WEBSOCKET_3, document, "bob-" + kind);
                Editor ann = open(kind, document, "ann-" + kind);
                Editor annElsewhere = open(kind, "elsewhere-" + kind, "ann-" + kind)) {
            bob.insert(0, "before");
            eventually(() -> assertThat(ann.text()).isEqualTo("before"));
            eventually(() -> assertThat(annElsewhere.isSynced()).isTrue());
            ann.present(Map.of("cursor", 1));
            eventually(() -> assertThat(bob.others()).hasSize(1));
            assertThat(isSentAway(kind, ann)).isFalse();

            server.revocations().kick("ann-" + kind, Optional.of(new DocumentName(document)));

            within(AT_ONCE, () -> assertThat(isSentAway(kind, ann)).isTrue());
            assertThat(annElsewhere.lastClose()).isNull();
            if (staysAway(kind)) {
                within(AT_ONCE, () -> assertThat(bob.others()).isEmpty());
                bob.insert(0, "and ");
                ann.insert(0, "after ");
                Thread.sleep(500);
                assertThat(ann.text()).isEqualTo("after before");
                assertThat(bob.text()).isEqualTo("and before");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"Y_WEBSOCKET_3", "Y_WEBSOCKET_4", "HOCUSPOCUS_2", "HOCUSPOCUS_3", "HOCUSPOCUS_4"})
    void aRoleThatIsGivenOrTakenAwayCountsAtOnce(ClientKind kind) throws Throwable {
        Map<?, ?> ann = ask("POST", "/auth/register", "", credentials("ann-" + kind));
        Map<?, ?> bob = ask("POST", "/auth/register", "", credentials("bob-" + kind));
        String annsToken = text(ann, "accessToken");
        String document = text(ask("POST", "/documents", annsToken, Map.of("title", "roles")), "name");
        String bobsRole = "/documents/" + document + "/members/" + text(bob, "user");
        ask("PUT", bobsRole, annsToken, Map.of("role", "viewer"));
        try (Editor owner = openWith(ClientKind.Y_WEBSOCKET_3, document, annsToken);
                Editor guest = openWith(kind, document, text(bob, "accessToken"))) {
            owner.insert(0, "owner");
            eventually(() -> assertThat(guest.text()).isEqualTo("owner"));
            guest.insert(5, ", guest");
            owner.insert(0, "the ");
            eventually(() -> assertThat(guest.text()).isEqualTo("the owner, guest"));
            assertThat(owner.text()).isEqualTo("the owner");

            ask("PUT", bobsRole, annsToken, Map.of("role", "editor"));
            eventually(() -> assertThat(owner.text()).isEqualTo("the owner, guest"));
            guest.insert(16, "!");
            eventually(() -> assertThat(owner.text()).isEqualTo("the owner, guest!"));
            if (HOCUSPOCUS.contains(kind)) {
                eventually(() -> assertThat(guest.unsaved()).isZero());
                assertThat(guest.ask("scope")).isEqualTo("read-write");
            }
            assertThat(guest.connectionCount()).isEqualTo(1);

            ask("PUT", "/documents/" + document + "/bans/" + text(bob, "user"), annsToken, Map.of());
            within(AT_ONCE, () -> assertThat(isForbidden(kind, guest)).isTrue());
            guest.insert(0, "x");
            owner.insert(0, "y");
            Thread.sleep(300);
            assertThat(owner.text()).isEqualTo("ythe owner, guest!");
            assertThat(guest.text()).isEqualTo("xthe owner, guest!");
        }
    }

    private static boolean isForbidden(ClientKind kind, Editor editor) {
        return HOCUSPOCUS.contains(kind)
                ? editor.ask("refused").toString().contains("no access to this document")
                : Long.valueOf(4403).equals(editor.lastClose());
    }

    private static Map<String, String> credentials(String name) {
        return Map.of("name", name, "password", "correct horse battery");
    }

    private static Map<?, ?> ask(String method, String path, String token, Map<String, ?> body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + address() + "/api/v1" + path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(JsonText.write(body)));
        if (!body.isEmpty()) {
            request.header("content-type", "application/json");
        }
        if (!token.isEmpty()) {
            request.header("authorization", "Bearer " + token);
        }
        HttpResponse<String> reply =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(reply.statusCode())
                .as("%s %s: %s", method, path, reply.body())
                .isBetween(200, 299);
        return !reply.body().isEmpty() && JsonText.read(reply.body()) instanceof Map<?, ?> fields ? fields : Map.of();
    }

    private static String text(Map<?, ?> fields, String name) {
        return String.valueOf(fields.get(name));
    }

    /** All others come back, as long as they have a role. */
    private static boolean staysAway(ClientKind kind) {
        return HOCUSPOCUS.contains(kind) || kind == ClientKind.Y_WEBSOCKET_3;
    }

    private static boolean isSentAway(ClientKind kind, Editor editor) {
        return HOCUSPOCUS.contains(kind)
                ? editor.ask("refused").toString().contains("sent away")
                : Long.valueOf(4403).equals(editor.lastClose());
    }

    private static Editor open(ClientKind kind, String document, String user) {
        return openWith(kind, document, Token.of(user).grant("*", "editor").signed());
    }

    private static Editor openWith(ClientKind kind, String document, String token) {
        return host.open(kind, address(), document, Map.of("token", token));
    }

    private static String address() {
        return "127.0.0.1:" + server.address().getPort();
    }
}
