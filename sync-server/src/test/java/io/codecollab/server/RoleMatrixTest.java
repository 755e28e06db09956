package io.codecollab.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.DocReplica;
import io.codecollab.persistence.CommitListener;
import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.Stores;
import io.codecollab.server.Caller.Reply;
import io.codecollab.server.DeclaredApi.Operation;
import io.codecollab.server.auth.AuthConfig;
import io.codecollab.server.storage.StoreLocation;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everybody tries everything that can be asked for over REST; the table says who may. The same over WebSockets: {@code AuthIT}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoleMatrixTest {

    /** Who may, at least: for every route that the server declares. */
    private static final String TABLE = """
            anybody    GET    /openapi.json
            anybody    GET    /server
            anybody    POST   /auth/register
            anybody    POST   /auth/login
            anybody    POST   /auth/refresh
            anybody    POST   /auth/logout
            somebody   POST   /auth/logout-everywhere
            somebody   GET    /me
            somebody   PUT    /me/password
            somebody   POST   /documents
            somebody   GET    /documents
            viewer     GET    /documents/{name}
            editor     PATCH  /documents/{name}
            owner      DELETE /documents/{name}
            owner      PUT    /documents/{name}/owner
            was_owner  POST   /documents/{name}/restore
            was_owner  POST   /documents/{name}/purge
            editor     GET    /documents/{name}/members
            owner      PUT    /documents/{name}/members/{user}
            owner      DELETE /documents/{name}/members/{user}
            owner      GET    /documents/{name}/bans
            owner      PUT    /documents/{name}/bans/{user}
            owner      DELETE /documents/{name}/bans/{user}
            owner      POST   /documents/{name}/invitations
            owner      GET    /documents/{name}/invitations
            owner      DELETE /documents/{name}/invitations/{id}
            somebody   GET    /invitations
            welcome    POST   /invitations/{id}/accept
            welcome    POST   /invitations/accept
            somebody   DELETE /invitations/{id}
            viewer     GET    /documents/{name}/text
            viewer     GET    /documents/{name}/state
            editor     PATCH  /documents/{name}/text
            editor     POST   /documents/{name}/updates
            viewer     GET    /documents/{name}/versions
            editor     POST   /documents/{name}/versions
            editor     PATCH  /documents/{name}/versions/{version}
            owner      DELETE /documents/{name}/versions/{version}
            viewer     GET    /documents/{name}/versions/{version}/text
            viewer     GET    /documents/{name}/versions/{version}/state
            editor     POST   /documents/{name}/versions/{version}/restore
            viewer     GET    /documents/{name}/sessions
            owner      DELETE /documents/{name}/sessions/{user}
            admin      GET    /admin/documents
            admin      GET    /admin/sessions
            admin      POST   /admin/documents/{name}/close
            admin      POST   /admin/documents/{name}/compact
            admin      DELETE /admin/sessions/{session}
            """;

    private static final String PASSWORD = "correct horse";

    private enum Who {
        NOBODY,
        STRANGER,
        BANNED,
        VIEWER,
        COMMENTER,
        EDITOR,
        OWNER,
        ADMIN;

        boolean isMember() {
            return this == VIEWER || this == COMMENTER || this == EDITOR;
        }
    }

    /** What it takes. */
    private enum Least {
        ANYBODY,
        SOMEBODY,
        /** Somebody who is not banned. */
        WELCOME,
        VIEWER,
        EDITOR,
        OWNER,
        /** The owner of a deleted document. */
        WAS_OWNER,
        ADMIN;

        /** The status of the answer; 200 stands for whatever says that it is done. */
        int answerTo(Who who) {
            if (this == ANYBODY) {
                return 200;
            } else if (who == Who.NOBODY) {
                return 401;
            }
            return switch (this) {
                case ANYBODY, SOMEBODY -> 200;
                case WELCOME -> who == Who.BANNED ? 404 : 200;
                case ADMIN -> who == Who.ADMIN ? 200 : 403;
                case WAS_OWNER -> who.compareTo(Who.OWNER) >= 0 ? 200 : 404;
                case VIEWER, EDITOR, OWNER ->
                    who.compareTo(Who.VIEWER) < 0 ? 404 : who.compareTo(Who.valueOf(name())) < 0 ? 403 : 200;
            };
        }
    }

    /** Somebody with an account. */
    private record Person(String name, String id, Caller calls) {}

    /**
     * A document with everything that can be asked for, and who is to do what with it.
     *
     * @param invitation by link
     * @param secret accepts it
     * @param ofBanned an invitation of somebody who was banned afterwards
     */
    private record Scene(String document, String version, String invitation, String secret, String ofBanned) {}

    private final Map<Who, Person> people = new EnumMap<>(Who.class);
    private Server server;
    private Person mia;
    private int fresh;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        AuthConfig auth = new AuthConfig(AuthConfig.Mode.JWT, "", "", "", "", "");
        ServerConfig config = ServerConfigs.onFreePort(data, auth);
        String admin;
        try (Server before = Server.start(config, DocReplica::new)) {
            admin = register(Caller.stranger(before.address()), "admin-to-be").id();
        }
        try (Stores stores = StoreLocation.sqlite(data).open(PersistenceConfig.defaults(), CommitListener.NONE)) {
            stores.accounts().setAdmin(admin, true);
        }
        server = Server.start(config, DocReplica::new);
        Caller stranger = Caller.stranger(server.address());
        for (Who who : Who.values()) {
            people.put(
                    who,
                    switch (who) {
                        case NOBODY -> new Person("", "", stranger);
                        case ADMIN -> logIn(stranger, "admin-to-be");
                        default -> register(stranger, who.name());
                    });
        }
        mia = register(stranger, "mia");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    static Stream<String> table() {
        return TABLE.lines();
    }

    @Test
    void everyRouteIsInTheTable() {
        assertThat(person(Who.NOBODY).calls().api().operations())
                .as("say in the table who may ask for a new route")
                .extracting(Operation::toString)
                .containsExactlyInAnyOrderElementsOf(
                        table().map(RoleMatrixTest::route).toList());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void everybodyMayDoWhatTheTableSaysAndNothingElse(String line) {
        Least least = Least.valueOf(line.split(" ", 2)[0].toUpperCase(Locale.ROOT));
        String route = route(line);
        Scene shared = scene(least);
        Map<String, Object> before = everythingIn(shared);
        for (Who who : Who.values()) {
            int expected = least.answerTo(who);
            if (expected != 200) {
                assertThat(ask(route, person(who), shared).status())
                        .as("%s by %s", route, who)
                        .isEqualTo(expected);
            }
        }
        assertThat(everythingIn(shared)).as(route).isEqualTo(before);
        for (Who who : Who.values()) {
            if (least.answerTo(who) == 200) {
                Reply reply = ask(route, person(who), scene(least));
                assertThat(reply.status())
                        .as("%s by %s: %s", route, who, reply.fields())
                        .isBetween(200, 299);
            }
        }
    }

    @Test
    void adminsAloneSeeTheDocumentsOfEverybody() {
        Scene scene = scene(Least.OWNER);

        for (Who who : Who.values()) {
            Reply reply = person(who).calls().get("/documents?all=true&limit=200");
            assertThat(reply.status()).as("%s", who).isEqualTo(who == Who.NOBODY ? 401 : who == Who.ADMIN ? 200 : 403);
        }
        assertThat(person(Who.ADMIN).calls().get("/documents?all=true&limit=1").each("documents", "name"))
                .containsExactly(scene.document());
    }

    @Test
    void whoIsAMemberMayLeave() {
        for (Who who : Who.values()) {
            if (who.isMember()) {
                Person person = person(who);
                assertThat(person.calls()
                                .delete("/documents/" + scene(Least.OWNER).document() + "/members/" + person.id())
                                .status())
                        .as("%s", who)
                        .isEqualTo(204);
            }
        }
    }

    @Test
    void anEditorDoesNotSayWhoElseMayComeIn() {
        String path = "/documents/" + scene(Least.OWNER).document();

        assertThat(person(Who.EDITOR)
                        .calls()
                        .patch(path, Map.of("link", "edit", "title", "mine"))
                        .status())
                .isEqualTo(403);
        assertThat(person(Who.OWNER).calls().get(path).text("title")).isEqualTo("matrix");
    }

    private static String route(String line) {
        return line.split(" +", 2)[1].replaceAll(" +", " ");
    }

    private Person person(Who who) {
        return Objects.requireNonNull(people.get(who));
    }

    private static Person register(Caller stranger, String name) {
        return person(name, stranger.post("/auth/register", Map.of("name", name, "password", PASSWORD)), stranger);
    }

    private static Person logIn(Caller stranger, String name) {
        return person(name, stranger.post("/auth/login", Map.of("name", name, "password", PASSWORD)), stranger);
    }

    private static Person person(String name, Reply login, Caller stranger) {
        return new Person(name, login.text("user"), stranger.with(login.text("accessToken")));
    }

    private Scene scene(Least least) {
        Caller owner = person(Who.OWNER).calls();
        String document = owner.post("/documents", Map.of("title", "matrix")).text("name");
        String path = "/documents/" + document;
        for (Who who : Who.values()) {
            if (who.isMember()) {
                owner.put(
                        path + "/members/" + person(who).id(),
                        Map.of("role", who.name().toLowerCase(Locale.ROOT)));
            }
        }
        owner.put(path + "/members/" + mia.id(), Map.of("role", "viewer"));
        String ofBanned = invite(person(Who.BANNED), document);
        owner.put(path + "/bans/" + person(Who.BANNED).id(), Map.of());
        owner.patch(path + "/text", Map.of("edits", List.of(Map.of("offset", 0, "text", "hello"))));
        Reply version = owner.post(path + "/versions", Map.of("name", "first"));
        Reply invitation = owner.post(path + "/invitations", Map.of("role", "viewer", "maxUses", 10));
        if (least == Least.WAS_OWNER) {
            owner.delete(path);
        }
        return new Scene(
                document,
                String.valueOf(version.fields().get("id")),
                invitation.text("id"),
                invitation.text("secret"),
                ofBanned);
    }

    /** As far as its owner sees it. */
    private Map<String, Object> everythingIn(Scene scene) {
        Caller owner = person(Who.OWNER).calls();
        Map<String, Object> everything = new LinkedHashMap<>();
        for (String what : List.of("", "/text", "/members", "/bans", "/invitations", "/versions")) {
            Reply reply = owner.get("/documents/" + scene.document() + what);
            everything.put(what, reply.status() + " " + reply.header("etag") + " " + reply.fields());
        }
        return everything;
    }

    private Reply ask(String route, Person who, Scene scene) {
        String method = route.split(" ", 2)[0];
        String path = route.split(" ", 2)[1];
        if (path.contains("/invitations/{id}") && !path.startsWith("/documents")) {
            path = path.replace("{id}", invitationOf(who, scene));
        }
        String user = route.equals("DELETE /documents/{name}/bans/{user}")
                ? person(Who.BANNED).id()
                : mia.id();
        path = path.replace("{name}", scene.document())
                .replace("{version}", scene.version())
                .replace("{id}", scene.invitation())
                .replace("{user}", user);
        if (path.contains("{session}")) {
            path = path.replace("{session}", who.equals(person(Who.ADMIN)) ? sessionIn(scene) : "1");
        }
        if (route.equals("POST /documents/{name}/updates")) {
            return who.calls().ask(method, path, "application/octet-stream", new byte[] {0, 0});
        }
        return who.calls().ask(method, path, body(route, scene));
    }

    /** Of somebody who has just connected. */
    private String sessionIn(Scene scene) {
        Caller owner = person(Who.OWNER).calls();
        URI address = URI.create(owner.origin().replace("http:", "ws:") + "/ws/" + scene.document());
        owner.http()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + owner.token())
                .buildAsync(address, new WebSocket.Listener() {})
                .join();
        List<Object> ids = List.of();
        while (ids.isEmpty()) {
            ids = person(Who.ADMIN)
                    .calls()
                    .get("/admin/sessions?document=" + scene.document())
                    .each("sessions", "id");
        }
        return String.valueOf(ids.get(0));
    }

    private String invitationOf(Person who, Scene scene) {
        if (who.equals(person(Who.NOBODY))) {
            return scene.invitation();
        }
        return who.equals(person(Who.BANNED)) ? scene.ofBanned() : invite(who, scene.document());
    }

    private String invite(Person who, String document) {
        return person(Who.OWNER)
                .calls()
                .post("/documents/" + document + "/invitations", Map.of("user", who.name(), "role", "viewer"))
                .text("id");
    }

    private Map<String, ?> body(String route, Scene scene) {
        return switch (route) {
            case "POST /auth/register" -> Map.of("name", "fresh" + fresh++, "password", PASSWORD);
            case "POST /auth/login" -> Map.of("name", "mia", "password", PASSWORD);
            case "POST /auth/refresh", "POST /auth/logout" -> Map.of("refreshToken", refreshToken());
            case "PUT /me/password" -> Map.of("oldPassword", PASSWORD, "newPassword", PASSWORD);
            case "POST /documents", "PATCH /documents/{name}" -> Map.of("title", "another");
            case "PUT /documents/{name}/owner" -> Map.of("user", mia.id());
            case "PUT /documents/{name}/members/{user}", "POST /documents/{name}/invitations" ->
                Map.of("role", "commenter");
            case "POST /invitations/accept" -> Map.of("secret", scene.secret());
            case "PATCH /documents/{name}/text" ->
                Map.of("edits", List.of(Map.of("offset", 0, "length", 1, "text", "J")));
            case "POST /documents/{name}/versions", "PATCH /documents/{name}/versions/{version}" ->
                Map.of("name", "another");
            default -> Map.of();
        };
    }

    private String refreshToken() {
        return person(Who.NOBODY)
                .calls()
                .post("/auth/login", Map.of("name", "mia", "password", PASSWORD))
                .text("refreshToken");
    }
}
