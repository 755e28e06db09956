package io.codecollab.server.e2e;

import static io.codecollab.server.e2e.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.server.auth.KeyServer;
import io.codecollab.server.auth.Token;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is let in with which token, and what they may do, as the clients of every dialect see it. */
class AuthIT {

    private static final Set<ClientKind> HOCUSPOCUS =
            EnumSet.of(ClientKind.HOCUSPOCUS_2, ClientKind.HOCUSPOCUS_3, ClientKind.HOCUSPOCUS_4);

    /** What a token says of a document, and what comes of it. */
    private enum Holder {
        VIEWER(true, false),
        COMMENTER(true, false),
        EDITOR(true, true),
        OWNER(true, true),
        ADMIN(true, true),
        STRANGER(false, false);

        private final boolean reads;
        private final boolean writes;

        Holder(boolean reads, boolean writes) {
            this.reads = reads;
            this.writes = writes;
        }

        String token(String document) {
            Token token = user("user-" + name());
            return switch (this) {
                case ADMIN -> token.claim("admin", true).signed();
                case STRANGER -> token.grant(document + "-and-more", "owner").signed();
                default ->
                    token.grant(document, name().toLowerCase(Locale.ROOT)).signed();
            };
        }
    }

    private static CodecollabJar server;
    private static NodeHost here;
    private static NodeHost there;

    @BeforeAll
    static void start(@TempDir Path data) {
        server =
                CodecollabJar.serving(data, "--auth", "jwt", "--jwt-secret", Token.SECRET, "--jwt-audience", "editors");
        here = NodeHost.start();
        there = NodeHost.start();
    }

    @AfterAll
    static void stop() {
        here.close();
        there.close();
        server.close();
    }

    static Stream<Arguments> everybodyInEveryDialect() {
        return EnumSet.complementOf(EnumSet.of(ClientKind.Y_WEBRTC)).stream()
                .flatMap(kind -> Stream.of(Holder.values()).map(holder -> Arguments.of(kind, holder)));
    }

    @ParameterizedTest
    @MethodSource("everybodyInEveryDialect")
    void readsAndWritesWhatTheirRoleAllows(ClientKind kind, Holder holder) throws Throwable {
        String document = "matrix-" + kind + "-" + holder;
        try (Editor owner = owner(document);
                Editor guest = open(there, kind, document, holder.token(document))) {
            if (!holder.reads) {
                eventually(() -> assertThat(isRefused(kind, guest)).isTrue());
                guest.insert(0, "x");
                owner.insert(0, "still ");
                Thread.sleep(300);
                assertThat(guest.text()).isEqualTo("x");
                assertThat(owner.text()).isEqualTo("still hello");
                assertThat(owner.others()).isEmpty();
                return;
            }
            eventually(() -> assertThat(guest.text()).isEqualTo("hello"));
            present(owner, "Somebody else");
            present(guest, "Owner");
            eventually(() -> assertThat(guest.others().toString()).contains("name=Olga"));
            eventually(() -> assertThat(owner.others().toString()).contains("name=user-" + holder));

            guest.insert(5, "!");
            if (holder.writes) {
                eventually(() -> assertThat(owner.text()).isEqualTo("hello!"));
            } else {
                owner.insert(0, "still ");
                eventually(() -> assertThat(guest.text()).isEqualTo("still hello!"));
                Thread.sleep(300);
                assertThat(owner.text()).isEqualTo("still hello");
                assertThat(guest.connectionCount()).isEqualTo(1);
                assertThat(guest.lastClose()).isNull();
            }
            if (HOCUSPOCUS.contains(kind) || kind == ClientKind.Y_SWEET) {
                eventually(() -> assertThat(guest.unsaved()).isEqualTo(holder.writes ? 0 : 1));
                assertThat(guest.ask("scope")).isEqualTo(scope(kind, holder.writes));
            }
        }
    }

    private static String scope(ClientKind kind, boolean writes) {
        if (kind == ClientKind.Y_SWEET) {
            return writes ? "full" : "read-only";
        }
        return writes ? "read-write" : "readonly";
    }

    /** In the way of its dialect. */
    private static boolean isRefused(ClientKind kind, Editor editor) {
        if (HOCUSPOCUS.contains(kind)) {
            return editor.ask("refused").toString().contains("no access to this document");
        } else if (kind == ClientKind.Y_SWEET) {
            return editor.call("scope", Map.of()) == null; // its backend is given no token for it
        }
        return Long.valueOf(4403).equals(editor.lastClose());
    }

    static Stream<Arguments> badTokens() {
        String good = user("ann").grant("*", "owner").signed();
        String header = good.substring(0, good.indexOf('.'));
        String signature = good.substring(good.lastIndexOf('.') + 1);
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String none = base64.encodeToString("{\"alg\":\"none\"}".getBytes(UTF_8));
        String admin = base64.encodeToString("{\"sub\":\"ann\",\"aud\":\"editors\",\"admin\":true}".getBytes(UTF_8));
        return Stream.of(
                Arguments.of("nothing", ""),
                Arguments.of("nonsense", "let me in"),
                Arguments.of(
                        "expired",
                        user("ann").grant("*", "owner").expiresIn(-60).signed()),
                Arguments.of(
                        "not valid yet",
                        user("ann")
                                .grant("*", "owner")
                                .claim("nbf", inAMinute())
                                .signed()),
                Arguments.of("forged", user("ann").grant("*", "owner").signed("another secret of the same length")),
                Arguments.of("changed", header + "." + admin + "." + signature),
                Arguments.of(
                        "another audience",
                        user("ann").grant("*", "owner").claim("aud", "others").signed()),
                Arguments.of("unsigned", none + "." + admin + "."),
                Arguments.of("unsigned, with a signature", none + "." + admin + "." + signature));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTokens")
    void refusesTokensThatDoNotCount(String what, String token) throws Throwable {
        try (Editor web = open(here, ClientKind.Y_WEBSOCKET_3, "bad", token);
                Editor hocus = open(here, ClientKind.HOCUSPOCUS_4, "bad", token)) {
            web.insert(0, "x");
            hocus.insert(0, "x");

            eventually(() -> assertThat(web.lastClose()).as(what).isEqualTo(4401L));
            eventually(() -> assertThat((List<?>) hocus.ask("refused")).as(what).isNotEmpty());

            assertThat(web.isSynced()).isFalse();
            assertThat(hocus.isSynced()).isFalse();
            assertThatThrownBy(() -> here.sdk(server, "createDoc", Map.of("document", "bad", "token", token)))
                    .hasMessageContaining(token.isEmpty() ? "NoAuthProvided" : "InvalidAuthProvided");
        }
    }

    @Test
    void aRefusedClientDoesNotComeBack() throws Throwable {
        try (Editor web = open(here, ClientKind.Y_WEBSOCKET_3, "away", "nonsense")) {
            eventually(() -> assertThat(web.lastClose()).isEqualTo(4401L));
            Thread.sleep(1_000);

            assertThat(web.connectionCount()).isEqualTo(1);
        }
    }

    @Test
    void takesTokensFromSubprotocolsAndHeaders() throws Throwable {
        String token = Holder.EDITOR.token("sources");
        try (Editor web = here.open(
                ClientKind.Y_WEBSOCKET_3, server, "sources", Map.of("token", token, "tokenAsSubprotocol", true))) {
            eventually(() -> assertThat(web.isSynced()).isTrue());
            assertThat(web.ask("subprotocol")).isEqualTo("codecollab");
        }
        CompletableFuture<String> end = new CompletableFuture<>();
        WebSocket.Listener listener = new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
                end.complete("let in");
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                end.complete("closed " + code);
                return CompletableFuture.completedFuture(null);
            }
        };
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(URI.create(server.webSocketUrl() + "/sources"), listener)
                .join();
        socket.request(1);
        assertThat(end.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo("let in");
        socket.abort();
    }

    @ParameterizedTest
    @EnumSource(names = {"Y_WEBSOCKET_3", "Y_WEBSOCKET_4"})
    void aTokenThatExpiresEndsItsConnection(ClientKind kind) throws Throwable {
        String token = user("ann").grant("*", "editor").expiresIn(-26).signed(); // clocks may be 30 s apart
        try (Editor web = open(here, kind, "expiry-" + kind, token)) {
            eventually(() -> assertThat(web.isSynced()).isTrue());

            eventually(() -> assertThat(web.lastClose()).isEqualTo(4401L));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HOCUSPOCUS_3", "HOCUSPOCUS_4"})
    void hocuspocusIsAskedForAFreshTokenAndStays(ClientKind kind) throws Throwable {
        String document = "fresh-" + kind;
        String old = user("ann").grant("*", "editor").expiresIn(-26).signed();
        String fresh = Holder.EDITOR.token(document);
        try (Editor owner = owner(document);
                Editor guest = here.open(kind, server, document, Map.of("tokens", List.of(old, fresh)))) {
            eventually(() -> assertThat(guest.ask("tokenCount")).isEqualTo(2L));
            Thread.sleep(5_000); // until the first is over

            guest.insert(0, "still here, ");

            eventually(() -> assertThat(owner.text()).isEqualTo("still here, hello"));
            assertThat(guest.connectionCount()).isEqualTo(1);
        }
    }

    @Test
    void hocuspocusThatCannotBeAskedComesBackWithAFreshToken() throws Throwable {
        String old = user("ann").grant("*", "editor").expiresIn(-26).signed();
        String fresh = Holder.EDITOR.token("back");
        try (Editor owner = owner("back");
                Editor guest =
                        here.open(ClientKind.HOCUSPOCUS_2, server, "back", Map.of("tokens", List.of(old, fresh)))) {
            eventually(() -> assertThat(guest.text()).isEqualTo("hello"));
            eventually(() -> assertThat(guest.connectionCount()).isEqualTo(2));

            guest.insert(0, "back again, ");

            eventually(() -> assertThat(owner.text()).isEqualTo("back again, hello"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HOCUSPOCUS_2", "HOCUSPOCUS_3", "HOCUSPOCUS_4"})
    void hocuspocusThatHasNoFreshTokenIsDenied(ClientKind kind) throws Throwable {
        String token = user("ann").grant("*", "editor").expiresIn(-26).signed();
        try (Editor guest = open(here, kind, "stale-" + kind, token)) {
            eventually(() -> assertThat(guest.connectionCount()).isEqualTo(1));

            eventually(() -> assertThat(guest.ask("refused").toString()).contains("the token has expired"));
            eventually(() -> assertThat(guest.isSynced()).isFalse());
        }
    }

    @Test
    void keysThatAreRotatedAndAnIssuerThatIsDownStopNobody(@TempDir Path data) throws Throwable {
        try (KeyServer issuer = new KeyServer();
                CodecollabJar jwks = CodecollabJar.serving(
                        data, "--auth", "jwt", "--jwks-url", issuer.url(), "--jwt-issuer", "us")) {
            Token ann = Token.of("ann").claim("iss", "us").grant("keys", "editor");
            String first = issuer.sign(ann);
            try (Editor before = here.open(ClientKind.Y_WEBSOCKET_3, jwks, "keys", Map.of("token", first))) {
                before.insert(0, "by the first key");
                eventually(() -> assertThat(before.isSynced()).isTrue());

                issuer.rotate();
                String second = issuer.sign(ann);
                try (Editor after = here.open(ClientKind.HOCUSPOCUS_4, jwks, "keys", Map.of("token", second))) {
                    eventually(() -> assertThat(after.text()).isEqualTo("by the first key"));
                }
                issuer.down(true);
                try (Editor down = here.open(ClientKind.Y_WEBSOCKET_3, jwks, "keys", Map.of("token", second));
                        Editor forged =
                                here.open(ClientKind.Y_WEBSOCKET_3, jwks, "keys", Map.of("token", ann.signed()))) {
                    eventually(() -> assertThat(down.text()).isEqualTo("by the first key"));
                    eventually(() -> assertThat(forged.lastClose()).isIn(4401L, 1013L));
                    assertThat(forged.text()).isEmpty();
                }
                assertThat(before.connectionCount()).isEqualTo(1);
            }
        }
    }

    @Test
    void ySweetTokensOpenOneDocument() {
        String admin = Holder.ADMIN.token("");
        here.sdk(server, "createDoc", Map.of("document", "one", "token", admin));
        here.sdk(server, "createDoc", Map.of("document", "two", "token", admin));
        String viewerOfOne = clientToken("one", Map.of("token", admin, "authorization", "read-only"));
        String editorOfOne = clientToken("one", Map.of("token", admin, "validForSeconds", 60));

        assertThat(here.sdk(server, "getText", Map.of("document", "one", "token", viewerOfOne)))
                .isEqualTo("");
        here.sdk(server, "prepend", Map.of("document", "one", "string", "hi", "token", editorOfOne));
        assertThat(here.sdk(server, "getText", Map.of("document", "one", "token", viewerOfOne)))
                .isEqualTo("hi");
        assertThatThrownBy(() ->
                        here.sdk(server, "prepend", Map.of("document", "one", "string", "no", "token", viewerOfOne)))
                .hasMessageContaining("403");
        assertThatThrownBy(() -> here.sdk(server, "getText", Map.of("document", "two", "token", editorOfOne)))
                .hasMessageContaining("403");
        assertThatThrownBy(() -> here.sdk(server, "checkStore", Map.of())).hasMessageContaining("NoAuthProvided");
    }

    private static String clientToken(String document, Map<String, Object> options) {
        Map<String, Object> arguments = new HashMap<>(options);
        arguments.put("document", document);
        if (here.sdk(server, "getClientToken", arguments) instanceof Map<?, ?> token
                && token.get("token") instanceof String text) {
            return text;
        }
        throw new AssertionError("no token");
    }

    @Test
    void whoMeetsToTalkPastTheServerNeedsATokenToo() throws Throwable {
        try (Editor peer = open(here, ClientKind.Y_WEBRTC, "meeting", Holder.EDITOR.token("meeting"))) {
            eventually(() -> assertThat(peer.ask("signalingOpen")).isEqualTo(true));
        }
    }

    private static Token user(String name) {
        return Token.of(name).claim("aud", "editors");
    }

    private static long inAMinute() {
        return Instant.now().getEpochSecond() + 60;
    }

    private static Editor owner(String document) throws Throwable {
        String token =
                user("olga").claim("name", "Olga").grant(document, "owner").signed();
        Editor owner = open(here, ClientKind.Y_WEBSOCKET_3, document, token);
        owner.insert(0, "hello");
        eventually(() -> assertThat(owner.isSynced()).isTrue());
        return owner;
    }

    private static Editor open(NodeHost host, ClientKind kind, String document, String token) {
        return host.open(kind, server, document, Map.of("token", token, "create", false));
    }

    private static void present(Editor editor, String asIf) {
        editor.present(Map.of("user", Map.of("name", asIf, "color", "#abcdef")));
    }
}
