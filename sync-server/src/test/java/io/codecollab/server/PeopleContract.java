package io.codecollab.server;

import static io.codecollab.server.Caller.segment;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.DocReplica;
import io.codecollab.server.Caller.Reply;
import io.codecollab.server.auth.AuthConfig;
import io.codecollab.server.storage.StoreLocation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Accounts and the directory over real HTTP, on whatever keeps them. All tests use one server; each has people of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PeopleContract {

    private static final String PASSWORD = "correct horse";

    private Server server;
    private Caller stranger;
    private int people;

    /** Where to keep things. */
    abstract StoreLocation location(Path folder) throws Exception;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        AuthConfig auth = new AuthConfig(AuthConfig.Mode.JWT, "", "", "", "", "");
        server = Server.start(ServerConfigs.onFreePort(location(folder), auth), DocReplica::new);
        stranger = Caller.stranger(server.address());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** Somebody who has registered. */
    record Person(String name, String id, String refreshToken, Caller calls) {}

    private Person person(String base) {
        String name = base + people++;
        Reply login = stranger.post("/auth/register", Map.of("name", name, "password", PASSWORD));
        assertThat(login.status()).isEqualTo(201);
        return new Person(
                name, login.text("user"), login.text("refreshToken"), stranger.with(login.text("accessToken")));
    }

    private static String document(Person owner, String title) {
        Reply made = owner.calls().post("/documents", Map.of("title", title));
        assertThat(made.status()).isEqualTo(201);
        return made.text("name");
    }

    @Test
    void whoRegistersIsLetInAndKnowsWhoTheyAre() {
        Person ada = person("ada");

        Reply me = ada.calls().get("/me");

        assertThat(me.status()).isEqualTo(200);
        assertThat(me.text("user")).isEqualTo(ada.id());
        assertThat(me.text("name")).isEqualTo(ada.name());
        assertThat(me.fields().get("admin")).isEqualTo(false);
        assertThat(stranger.get("/me").status()).isEqualTo(401);
        assertThat(stranger.with("forged").get("/me").status()).isEqualTo(401);
    }

    @Test
    void aNameIsTakenOnce() {
        Person ada = person("ada");

        Reply again = stranger.post(
                "/auth/register", Map.of("name", ada.name().toUpperCase(Locale.ROOT), "password", PASSWORD));

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text("type")).endsWith("name-taken");
    }

    @Test
    void aTokenGoesOnOnceAndItsThiefEndsTheLogin() {
        Person ada = person("ada");
        Reply next = stranger.post("/auth/refresh", Map.of("refreshToken", ada.refreshToken()));
        assertThat(next.status()).isEqualTo(200);
        assertThat(stranger.with(next.text("accessToken")).get("/me").status()).isEqualTo(200);

        Reply stolen = stranger.post("/auth/refresh", Map.of("refreshToken", ada.refreshToken()));
        Reply after = stranger.post("/auth/refresh", Map.of("refreshToken", next.text("refreshToken")));

        assertThat(stolen.status()).isEqualTo(401);
        assertThat(stolen.text("type")).endsWith("token-refused");
        assertThat(after.status()).isEqualTo(401);
    }

    @Test
    void ofTwoWhoRefreshAtOnceOneGetsATokenAtMost() {
        for (int round = 0; round < 5; round++) {
            Person ada = person("ada");
            Map<String, String> body = Map.of("refreshToken", ada.refreshToken());
            List<CompletableFuture<Reply>> asked = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                asked.add(CompletableFuture.supplyAsync(() -> stranger.post("/auth/refresh", body)));
            }

            List<Integer> statuses = asked.stream()
                    .map(CompletableFuture::join)
                    .map(Reply::status)
                    .toList();

            assertThat(statuses).filteredOn(status -> status == 200).hasSizeLessThanOrEqualTo(1);
            assertThat(statuses).allMatch(status -> status == 200 || status == 401);
        }
    }

    @Test
    void whoLogsOutOrChangesThePasswordEndsLogins() {
        Person ada = person("ada");
        Reply changed =
                ada.calls().put("/me/password", Map.of("oldPassword", PASSWORD, "newPassword", "battery staple"));
        assertThat(changed.status()).isEqualTo(200);
        assertThat(stranger.post("/auth/refresh", Map.of("refreshToken", ada.refreshToken()))
                        .status())
                .isEqualTo(401);

        Map<String, String> newToken = Map.of("refreshToken", changed.text("refreshToken"));
        assertThat(stranger.post("/auth/logout", newToken).status()).isEqualTo(204);
        assertThat(stranger.post("/auth/refresh", newToken).status()).isEqualTo(401);
        assertThat(stranger.post("/auth/login", Map.of("name", ada.name(), "password", "battery staple"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whoFailsToLogInAgainAndAgainHasToWait() {
        Person ada = person("ada");
        Map<String, String> wrong = Map.of("name", ada.name(), "password", "wrong password");
        List<Integer> statuses = new ArrayList<>();
        Reply last = stranger.post("/auth/login", wrong);
        for (int i = 0; i < 20 && last.status() == 401; i++) {
            statuses.add(last.status());
            last = stranger.post("/auth/login", wrong);
        }

        assertThat(statuses).hasSizeBetween(6, 12);
        assertThat(last.status()).isEqualTo(429);
        assertThat(last.headers()).containsKey("retry-after");
        assertThat(stranger.post("/auth/login", Map.of("name", ada.name(), "password", PASSWORD))
                        .status())
                .isEqualTo(429);
    }

    @Test
    void aDocumentIsMadeFoundRenamedAndListed() {
        Person ada = person("ada");
        String name = document(ada, "Our Plan");

        assertThat(ada.calls().get("/documents/" + name).text("title")).isEqualTo("Our Plan");
        Reply renamed = ada.calls().patch("/documents/" + name, Map.of("title", "100% Café", "language", "java"));
        assertThat(renamed.status()).isEqualTo(200);
        assertThat(renamed.text("language")).isEqualTo("java");

        assertThat(ada.calls().get("/documents?q=CAF%C3%89").each("documents", "name"))
                .containsExactly(name);
        assertThat(ada.calls().get("/documents?q=100%25").each("documents", "title"))
                .containsExactly("100% Café");
        assertThat(ada.calls().get("/documents?q=plan").each("documents", "name"))
                .isEmpty();
    }

    @Test
    void pagesThroughDocuments() {
        Person ada = person("ada");
        for (int i = 0; i < 7; i++) {
            document(ada, "doc " + i);
        }

        List<Object> titles = new ArrayList<>();
        Reply page = ada.calls().get("/documents?limit=3");
        titles.addAll(page.each("documents", "title"));
        while (page.fields().containsKey("next")) {
            page = ada.calls().get("/documents?limit=3&cursor=" + page.text("next"));
            titles.addAll(page.each("documents", "title"));
        }

        assertThat(titles).containsExactlyInAnyOrder("doc 0", "doc 1", "doc 2", "doc 3", "doc 4", "doc 5", "doc 6");
        assertThat(ada.calls().get("/documents?cursor=nonsense").status()).isEqualTo(400);
    }

    @Test
    void aStrangerDoesNotEvenLearnThatADocumentExists() {
        Person ada = person("ada");
        Person eve = person("eve");
        String name = document(ada, "secret");

        List<Reply> answers = List.of(
                eve.calls().get("/documents/" + name),
                eve.calls().patch("/documents/" + name, Map.of("title", "mine")),
                eve.calls().delete("/documents/" + name),
                eve.calls().post("/documents/" + name + "/restore"),
                eve.calls().post("/documents/" + name + "/purge"),
                eve.calls().get("/documents/" + name + "/members"),
                eve.calls().put("/documents/" + name + "/members/" + eve.id(), Map.of("role", "editor")),
                eve.calls().put("/documents/" + name + "/owner", Map.of("user", eve.id())),
                eve.calls().post("/documents/" + name + "/invitations", Map.of("role", "editor")),
                eve.calls().get("/documents/" + name + "/text"),
                eve.calls().get("/documents/no-such-document"));

        assertThat(answers).extracting(Reply::status).containsOnly(404);
        assertThat(eve.calls().get("/documents").each("documents", "name")).isEmpty();
        assertThat(eve.calls().post("/documents", Map.of("name", name)).status())
                .isEqualTo(409);
    }

    @Test
    void aLinkLetsStrangersViewOrEditUntilItIsPrivateAgain() {
        Person ada = person("ada");
        Person eve = person("eve");
        String path = "/documents/" + document(ada, "open");

        ada.calls().patch(path, Map.of("link", "view"));
        assertThat(eve.calls().get(path).text("role")).isEqualTo("viewer");
        assertThat(eve.calls().patch(path, Map.of("title", "mine")).status()).isEqualTo(403);
        ada.calls().patch(path, Map.of("link", "edit"));
        assertThat(eve.calls().patch(path, Map.of("title", "ours")).status()).isEqualTo(200);
        assertThat(eve.calls().patch(path, Map.of("link", "private")).status()).isEqualTo(403);
        ada.calls().patch(path, Map.of("link", "private"));
        assertThat(eve.calls().get(path).status()).isEqualTo(404);
    }

    @Test
    void rolesAreGivenChangedAndTakenAway() {
        Person ada = person("ada");
        Person grace = person("grace");
        String path = "/documents/" + document(ada, "shared");
        String member = path + "/members/" + grace.id();

        Reply viewer = ada.calls().put(member, Map.of("role", "viewer"));
        assertThat(viewer.text("name")).isEqualTo(grace.name());
        assertThat(grace.calls().get(path).text("role")).isEqualTo("viewer");
        assertThat(grace.calls().get(path + "/members").status()).isEqualTo(403);
        ada.calls().put(member, Map.of("role", "editor"));
        assertThat(grace.calls().get(path + "/members").each("members", "role")).containsExactly("editor");
        assertThat(grace.calls().get("/documents").each("documents", "role")).containsExactly("editor");
        assertThat(grace.calls()
                        .put(path + "/members/" + ada.id(), Map.of("role", "viewer"))
                        .status())
                .isEqualTo(403);
        assertThat(ada.calls()
                        .put(path + "/members/" + ada.id(), Map.of("role", "viewer"))
                        .status())
                .isEqualTo(409);
        assertThat(ada.calls().put(member, Map.of("role", "owner")).status()).isEqualTo(400);

        assertThat(grace.calls().delete(member).status()).isEqualTo(204);
        assertThat(grace.calls().get(path).status()).isEqualTo(404);
    }

    @Test
    void whoIsBannedStaysOutWhateverTheLinkSays() {
        Person ada = person("ada");
        Person eve = person("eve");
        String path = "/documents/" + document(ada, "open");
        ada.calls().patch(path, Map.of("link", "edit"));
        assertThat(eve.calls().get(path).status()).isEqualTo(200);

        assertThat(ada.calls().put(path + "/bans/" + eve.id(), Map.of()).status())
                .isEqualTo(200);
        assertThat(eve.calls().get(path).status()).isEqualTo(404);
        assertThat(ada.calls().get(path + "/bans").each("bans", "user")).containsExactly(eve.id());
        assertThat(ada.calls().put(path + "/bans/" + ada.id(), Map.of()).status())
                .isEqualTo(409);
        assertThat(ada.calls().delete(path + "/bans/" + eve.id()).status()).isEqualTo(204);
        assertThat(eve.calls().get(path).status()).isEqualTo(200);
    }

    @Test
    void anInvitationByNameIsForThatPerson() {
        Person ada = person("ada");
        Person grace = person("grace");
        Person eve = person("eve");
        String path = "/documents/" + document(ada, "shared");

        Reply made = ada.calls().post(path + "/invitations", Map.of("user", grace.name(), "role", "editor"));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.fields().containsKey("secret")).isFalse();
        String accept = "/invitations/" + made.text("id") + "/accept";
        assertThat(grace.calls().get("/invitations").each("invitations", "id")).containsExactly(made.text("id"));
        assertThat(eve.calls().post(accept).status()).isEqualTo(404);
        assertThat(grace.calls().post(accept).text("role")).isEqualTo("editor");

        assertThat(grace.calls().get(path).text("role")).isEqualTo("editor");
        assertThat(grace.calls().get("/invitations").each("invitations", "id")).isEmpty();
        assertThat(ada.calls()
                        .post(path + "/invitations", Map.of("user", "nobody", "role", "editor"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void anInvitationByLinkIsForAsManyAsItSaysUntilItIsRevoked() {
        Person ada = person("ada");
        String path = "/documents/" + document(ada, "shared");
        Reply two = ada.calls().post(path + "/invitations", Map.of("role", "viewer", "maxUses", 2));
        Reply revoked = ada.calls().post(path + "/invitations", Map.of("role", "editor"));
        assertThat(ada.calls()
                        .delete(path + "/invitations/" + revoked.text("id"))
                        .status())
                .isEqualTo(204);
        Person eve = person("eve");

        assertThat(accept(person("grace"), two).status()).isEqualTo(200);
        assertThat(accept(person("linus"), two).status()).isEqualTo(200);
        assertThat(accept(eve, two).status()).isEqualTo(404);
        assertThat(accept(eve, revoked).status()).isEqualTo(404);
        assertThat(eve.calls()
                        .post("/invitations/accept", Map.of("secret", "guess"))
                        .status())
                .isEqualTo(404);

        assertThat(ada.calls().get(path + "/members").each("members", "role")).containsExactly("viewer", "viewer");
        assertThat(ada.calls().get(path + "/invitations").each("invitations", "id"))
                .isEmpty();
    }

    private static Reply accept(Person who, Reply invitation) {
        return who.calls().post("/invitations/accept", Map.of("secret", invitation.text("secret")));
    }

    @Test
    void whatIsDeletedComesBackUntilItIsPurged() {
        Person ada = person("ada");
        Person grace = person("grace");
        String name = document(ada, "short-lived");
        String path = "/documents/" + name;
        ada.calls().put(path + "/members/" + grace.id(), Map.of("role", "editor"));
        assertThat(ada.calls().post(path + "/purge").status()).isEqualTo(409);

        assertThat(ada.calls().delete(path).status()).isEqualTo(204);
        assertThat(ada.calls().get(path).status()).isEqualTo(404);
        assertThat(grace.calls().get(path).status()).isEqualTo(404);
        assertThat(ada.calls().get("/documents").each("documents", "name")).doesNotContain(name);
        assertThat(ada.calls().get("/documents?deleted=true").each("documents", "name"))
                .containsExactly(name);
        assertThat(grace.calls().get("/documents?deleted=true").each("documents", "name"))
                .isEmpty();
        assertThat(grace.calls().post(path + "/restore").status()).isEqualTo(404);
        assertThat(ada.calls().post(path + "/restore").status()).isEqualTo(200);
        assertThat(grace.calls().get(path).text("role")).isEqualTo("editor");

        ada.calls().delete(path);
        assertThat(ada.calls().post(path + "/purge").status()).isEqualTo(204);
        assertThat(ada.calls().post(path + "/restore").status()).isEqualTo(404);
        assertThat(grace.calls().post("/documents", Map.of("name", name)).status())
                .isEqualTo(409);
    }

    @Test
    void aDocumentChangesHands() {
        Person ada = person("ada");
        Person grace = person("grace");
        String path = "/documents/" + document(ada, "given away");

        assertThat(ada.calls().put(path + "/owner", Map.of("user", grace.id())).status())
                .isEqualTo(204);

        assertThat(grace.calls().get(path).text("role")).isEqualTo("owner");
        assertThat(ada.calls().get(path).text("role")).isEqualTo("editor");
        assertThat(ada.calls().delete(path).status()).isEqualTo(403);
    }

    @Test
    void namesThatAreHardToWriteAreNamesLikeAnyOther() {
        Person ada = person("ada");
        for (String name :
                List.of("a/b c?" + ada.name(), "'; DROP TABLE directory; --" + ada.name(), "文書" + ada.name())) {
            assertThat(ada.calls().post("/documents", Map.of("name", name)).status())
                    .isEqualTo(201);
            assertThat(ada.calls().get("/documents/" + segment(name)).text("name"))
                    .isEqualTo(name);
        }
        assertThat(ada.calls().post("/documents", Map.of("name", "a\u0000b")).status())
                .isEqualTo(400);
        assertThat(ada.calls().post("/documents", Map.of("title", "a\u0000b")).status())
                .isEqualTo(400);
        assertThat(ada.calls().get("/documents?q=a%00b").status()).isEqualTo(400);
        assertThat(ada.calls()
                        .post("/auth/refresh", Map.of("refreshToken", "\u0000.x"))
                        .status())
                .isEqualTo(401);
    }
}
