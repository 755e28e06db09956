package io.codecollab.server.http.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.server.auth.Access;
import io.codecollab.server.auth.AuthException;
import io.codecollab.server.auth.Authenticator;
import io.codecollab.server.auth.Identity;
import io.codecollab.server.auth.Role;
import io.codecollab.server.http.HttpReply;
import io.codecollab.server.http.HttpRequest;
import io.codecollab.server.http.RequestRates;
import io.codecollab.server.http.Requests;
import io.codecollab.server.http.Target;
import io.codecollab.server.ops.AuditLog;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to a request before and after its handler. */
class ApiTest {

    private static final Schema NOTE = Schema.object()
            .with("title", Schema.string(1, 5))
            .maybe("stars", Schema.integer(0, 5).orNull())
            .maybe("tags", Schema.list(Schema.oneOf("a", "b"), 2))
            .maybe("done", Schema.bool())
            .named("Note");

    /** Tokens are user names; "ed" may edit, "vi" may view, others know nothing. */
    private static final Authenticator TOKENS = token -> token.isEmpty()
            ? CompletableFuture.failedFuture(new AuthException(AuthException.Problem.MISSING, "a token is needed"))
            : token.equals("old")
                    ? CompletableFuture.failedFuture(new AuthException(AuthException.Problem.EXPIRED, "expired"))
                    : token.equals("down")
                            ? CompletableFuture.failedFuture(
                                    new AuthException(AuthException.Problem.UNAVAILABLE, "come back"))
                            : CompletableFuture.completedFuture(
                                    new Identity(token, token, false, List.of(), Instant.MAX));

    private static final Access ROLES = (who, document) -> CompletableFuture.completedFuture(
            switch (who.user()) {
                case "ed" -> Optional.of(Role.EDITOR);
                case "vi" -> Optional.of(Role.VIEWER);
                default -> Optional.empty();
            });

    private static final Resource NOTES = () -> List.of(
            Route.get("/notes", "Lists")
                    .open()
                    .query("limit", Schema.integer(1, 10), "how many")
                    .query("all", Schema.bool(), "all of them")
                    .answers(200, "Notes", Schema.map(Schema.string()))
                    .handle(call -> Answers.now(Answers.json(Map.of("limit", "" + call.number("limit", 7))))),
            Route.post("/documents/{name}/notes", "Adds")
                    .needs(Role.EDITOR)
                    .takes(NOTE)
                    .answers(201, "Added", NOTE)
                    .handle(call -> Answers.now(
                            Answers.json(201, Map.of("title", call.json().text("title"))))),
            Route.get("/documents/{name}/notes", "Reads")
                    .needs(Role.VIEWER)
                    .answers(200, "The name", "text/plain")
                    .handle(call -> Answers.now(Answers.text(call.document().value()))),
            Route.delete("/notes", "Breaks").answers(204, "Gone").handle(call -> {
                throw new IllegalStateException("secret");
            }));

    private final Api api = new Api(TOKENS, ROLES, RequestRates.unlimited(), AuditLog.none(), "1.2.3", List.of(NOTES));

    @Test
    void leavesWhatIsNotOfTheApiToOthers() {
        assertThat(api.answer(Requests.of("GET", "/apis"))).isEmpty();
        assertThat(api.answer(Requests.of("GET", "/"))).isEmpty();
    }

    @Test
    void anythingUnderItsRootThatIsNotThereIsAProblem() {
        for (String path :
                new String[] {"/api", "/api/", "/api/v1", "/api/v2/notes", "/api/v1/notes/", "/api//v1/notes"}) {
            assertThat(ask(Requests.of("GET", path)).status()).as(path).isEqualTo(404);
        }
    }

    @Test
    void anotherMethodIsToldWhichThereAre() {
        HttpReply reply = ask(Requests.of("PUT", "/api/v1/notes"));

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.headers()).containsEntry("allow", "DELETE, GET, HEAD");
    }

    @Test
    void aDocumentsNameIsOneSegmentWhateverIsInIt() {
        for (String name :
                new String[] {"a%2Fb", "%2F", "%2e%2e%2fetc", "a%00".replace("%00", "%3B"), "...", "%C3%A9"}) {
            HttpReply reply =
                    ask(Requests.of("GET", "/api/v1/documents/" + name + "/notes", "Authorization: Bearer vi"));
            assertThat(reply.status()).as(name).isEqualTo(200);
            assertThat(new String(reply.body(), UTF_8))
                    .isEqualTo(Target.parse("/" + name).segments().get(0));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/documents/../notes",
                "/api/v1/documents/%2e%2E/notes",
                "/api/v1/documents/./notes",
                "/api/v1/documents/a%0d%0ab/notes",
                "/api/v1/documents/%00/notes",
                "/api/v1/documents/%EF%BF%BD/notes"
            })
    void pathsMadeToBeMisreadAreRefused(String path) {
        assertThat(ask(Requests.of("GET", path, "Authorization: Bearer vi")).status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"ed,POST,201", "vi,POST,403", "who,POST,404", "ed,GET,200", "vi,GET,200", "who,GET,404"})
    void eachRoleMayDoItsOwn(String user, String method, int status) {
        byte[] body = method.equals("POST") ? "{\"title\":\"x\"}".getBytes(UTF_8) : new byte[0];

        assertThat(ask(request(
                                method,
                                "/api/v1/documents/doc/notes",
                                body,
                                "Authorization: BEARER " + user,
                                "Content-Type: application/json; charset=utf-8"))
                        .status())
                .isEqualTo(status);
    }

    @Test
    void whoDoesNotSayWhoTheyAreIsAskedTo() {
        HttpReply none = ask(Requests.of("GET", "/api/v1/documents/doc/notes"));
        HttpReply basic = ask(Requests.of("GET", "/api/v1/documents/doc/notes", "Authorization: Basic abc"));
        HttpReply old = ask(Requests.of("GET", "/api/v1/documents/doc/notes", "Authorization: Bearer old"));
        HttpReply down = ask(Requests.of("GET", "/api/v1/documents/doc/notes", "Authorization: Bearer down"));

        assertThat(none.status()).isEqualTo(401);
        assertThat(basic.status()).isEqualTo(401);
        assertThat(none.headers()).containsEntry("www-authenticate", "Bearer");
        assertThat(old.status()).isEqualTo(401);
        assertThat(Conformance.json(old).text("type")).isEqualTo("urn:codecollab:problem:token-expired");
        assertThat(down.status()).isEqualTo(503);
        assertThat(down.headers()).containsKey("retry-after");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"title\":\"\"}|/title|must have 1 characters at least, has 0",
                "{\"title\":\"123456\"}|/title|must have 5 characters at most, has 6",
                "{\"title\":1}|/title|must be a string",
                "{}|/title|is missing",
                "{\"title\":\"x\",\"a/b\":1}|/a~1b|is not known here",
                "{\"title\":\"x\",\"stars\":6}|/stars|must be 5 at most",
                "{\"title\":\"x\",\"stars\":1.5}|/stars|must be a whole number or null",
                "{\"title\":\"x\",\"tags\":[\"a\",\"c\"]}|/tags/1|must be one of [a, b]",
                "{\"title\":\"x\",\"tags\":[\"a\",\"a\",\"a\"]}|/tags|must have 2 elements at most, has 3",
                "{\"title\":\"x\",\"done\":\"true\"}|/done|must be true or false",
                "{\"title\":\"\\ud800\"}|/title|has half a character: a surrogate without the other one",
                "[]||must be an object"
            })
    void saysWhatIsWrongWithABodyAndWhere(String body, String pointer, String detail) {
        HttpReply reply = post(body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(Conformance.json(reply).fields().get("errors"))
                .isEqualTo(List.of(Map.of("pointer", pointer == null ? "" : pointer, "detail", detail)));
    }

    @Test
    void whatIsNoJsonIsRefused() {
        for (String body :
                new String[] {"", "{", "nul", "null", "{\"title\":\"x\"}}", "[".repeat(60_000), "\u0000", "{'a':1}"}) {
            assertThat(post(body).status()).as("body=%.20s", body).isEqualTo(400);
        }
        assertThat(ask(request(
                                "POST",
                                "/api/v1/documents/doc/notes",
                                new byte[] {'"', (byte) 0xff, '"'},
                                "Authorization: Bearer ed",
                                "Content-Type: application/json"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aBodyOfAnotherTypeIsRefused() {
        HttpReply reply = ask(request(
                "POST",
                "/api/v1/documents/doc/notes",
                "title=x".getBytes(UTF_8),
                "Authorization: Bearer ed",
                "Content-Type: application/x-www-form-urlencoded"));

        assertThat(reply.status()).isEqualTo(415);
        assertThat(ask(request("GET", "/api/v1/notes", new byte[] {1})).status())
                .as("a body where none is taken")
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?limit=0",
                "?limit=11",
                "?limit=x",
                "?limit=1&limit=2",
                "?other=1",
                "?limit=%zz",
                "?all=1",
                "?=1"
            })
    void aQueryThatIsNotAsDeclaredIsRefused(String query) {
        assertThat(ask(Requests.of("GET", "/api/v1/notes" + query)).status()).isEqualTo(400);
    }

    @Test
    void aQueryThatIsAsDeclaredIsTaken() {
        assertThat(Conformance.json(ask(Requests.of("GET", "/api/v1/notes?limit=3&all=true")))
                        .text("limit"))
                .isEqualTo("3");
        assertThat(Conformance.json(ask(Requests.of("GET", "/api/v1/notes"))).text("limit"))
                .isEqualTo("7");
    }

    @Test
    void aFaultOfOursTellsNothing() {
        HttpReply reply = ask(Requests.of("DELETE", "/api/v1/notes", "Authorization: Bearer vi"));

        assertThat(reply.status()).isEqualTo(500);
        assertThat(new String(reply.body(), UTF_8)).doesNotContain("secret");
    }

    @Test
    void describesItselfInOpenApi() {
        JsonObject document = Conformance.json(ask(Requests.of("GET", "/api/v1/openapi.json")));

        assertThat(document.text("openapi")).isEqualTo("3.1.0");
        JsonObject paths = document.object("paths");
        for (Route route : api.routes().all()) {
            assertThat(paths.object("/api/v1" + route.path()).has(route.method().toLowerCase(Locale.ROOT)))
                    .as("%s", route)
                    .isTrue();
        }
        assertThat(document.object("components").object("schemas").fields().keySet())
                .hasToString("[Note, Problem]");
    }

    @Test
    void aRouteIsDeclaredOnce() {
        assertThatThrownBy(() ->
                        new Api(TOKENS, ROLES, RequestRates.unlimited(), AuditLog.none(), "", List.of(NOTES, NOTES)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("declared twice");
    }

    private HttpReply post(String body) {
        return ask(request(
                "POST",
                "/api/v1/documents/doc/notes",
                body.getBytes(UTF_8),
                "Authorization: Bearer ed",
                "Content-Type: application/json"));
    }

    private static HttpRequest request(String method, String target, byte[] body, String... headers) {
        return new HttpRequest(
                method,
                Target.parse(target),
                Requests.headers(headers),
                InetAddress.getLoopbackAddress(),
                false,
                body,
                Runnable::run);
    }

    private HttpReply ask(HttpRequest request) {
        return Conformance.ask(api, request);
    }
}
