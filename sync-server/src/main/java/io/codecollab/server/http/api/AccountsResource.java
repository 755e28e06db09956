package io.codecollab.server.http.api;

import io.codecollab.server.auth.Identity;
import io.codecollab.server.auth.account.Accounts;
import io.codecollab.server.auth.account.Login;
import io.codecollab.server.http.HttpReply;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Accounts, and logging in to them. Thread-safe. */
public final class AccountsResource implements Resource {

    private static final Schema NAME = Schema.string(1, 128)
            .describe("a user name: 2 to 32 letters, digits, . _ and -")
            .example("ada");

    private static final Schema PASSWORD =
            Schema.string(1, 256).describe("10 to 256 characters").example("correct horse battery");

    private static final Schema CREDENTIALS =
            Schema.object().with("name", NAME).with("password", PASSWORD).named("Credentials");

    private static final Schema REFRESH =
            Schema.object().with("refreshToken", Schema.string(1, 256)).named("RefreshToken");

    private static final Schema LOGIN = Schema.object()
            .with("user", Schema.string().describe("the account's id"))
            .with("name", Schema.string())
            .with("accessToken", Schema.string().describe("goes in the header Authorization, after \"Bearer \""))
            .with("accessExpiresAt", Schema.time())
            .with("refreshToken", Schema.string().describe("gets the next two tokens, once"))
            .with("refreshExpiresAt", Schema.time())
            .named("Login");

    private static final Schema ME = Schema.object()
            .with("user", Schema.string())
            .with("name", Schema.string())
            .with("admin", Schema.bool())
            .with("hasAccount", Schema.bool().describe("false if the token is somebody else's than this server's"))
            .maybe("expiresAt", Schema.time().describe("when the token does"))
            .maybe("createdAt", Schema.time().describe("when the account was made"))
            .named("Me");

    private final Accounts accounts;

    public AccountsResource(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.post("/auth/register", "Make an account")
                        .audited()
                        .describe("No two accounts have names that look alike.")
                        .open()
                        .guarded()
                        .takes(CREDENTIALS)
                        .answers(201, "It is made, and logged in to", LOGIN)
                        .handle(AccountHandling.forAll(this::register)),
                Route.post("/auth/login", "Log in")
                        .audited()
                        .describe("Whoever fails again and again has to wait, longer each time: 429.")
                        .open()
                        .guarded()
                        .takes(CREDENTIALS)
                        .answers(200, "Logged in", LOGIN)
                        .handle(AccountHandling.forAll(this::login)),
                Route.post("/auth/refresh", "Go on with a login")
                        .audited()
                        .describe("A refresh token is good once. If one is used again, its login ends: it was stolen.")
                        .open()
                        .takes(REFRESH)
                        .answers(200, "The next two tokens", LOGIN)
                        .handle(AccountHandling.forAll(this::refresh)),
                Route.post("/auth/logout", "Log out")
                        .audited()
                        .describe("Access tokens that are out there stay good until they expire.")
                        .open()
                        .takes(REFRESH)
                        .answers(204, "The login has ended, if there was one")
                        .handle(AccountHandling.forAll(this::logout)),
                Route.post("/auth/logout-everywhere", "End all logins of one's own")
                        .audited()
                        .answers(204, "They have ended")
                        .handle(AccountHandling.forUsers(this::logoutEverywhere)),
                Route.get("/me", "Who am I?")
                        .answers(200, "What the token says, and the account", ME)
                        .handle(AccountHandling.forAll(this::me)),
                Route.put("/me/password", "Change one's password")
                        .audited()
                        .describe("Ends all logins but the one that is answered.")
                        .takes(Schema.object()
                                .with("oldPassword", PASSWORD)
                                .with("newPassword", PASSWORD)
                                .named("PasswordChange"))
                        .answers(200, "It is changed", LOGIN)
                        .handle(AccountHandling.forUsers(this::changePassword)));
    }

    private CompletionStage<HttpReply> register(Call call) {
        return accounts.register(call.json().text("name"), call.json().text("password"))
                .thenApply(login -> secret(Answers.json(201, json(login))));
    }

    private CompletionStage<HttpReply> login(Call call) {
        return accounts.login(
                        call.json().text("name"),
                        call.json().text("password"),
                        call.request().from())
                .thenApply(login -> secret(Answers.json(json(login))));
    }

    private CompletionStage<HttpReply> refresh(Call call) {
        return accounts.refresh(call.json().text("refreshToken")).thenApply(login -> secret(Answers.json(json(login))));
    }

    private CompletionStage<HttpReply> logout(Call call) {
        return accounts.logout(call.json().text("refreshToken")).thenApply(done -> Answers.empty(204));
    }

    private CompletionStage<HttpReply> logoutEverywhere(Call call) {
        return accounts.logoutEverywhere(call.who()).thenApply(count -> Answers.empty(204));
    }

    private CompletionStage<HttpReply> me(Call call) {
        return accounts.find(call.who()).thenApply(account -> {
            Identity who = call.who();
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("user", who.user());
            fields.put("name", who.name());
            fields.put("admin", who.admin());
            fields.put("hasAccount", account.isPresent());
            if (!who.expiresAt().equals(Instant.MAX)) {
                fields.put("expiresAt", who.expiresAt().toString());
            }
            account.ifPresent(mine -> fields.put("createdAt", AccountHandling.time(mine.createdAtMs())));
            return secret(Answers.json(fields));
        });
    }

    private CompletionStage<HttpReply> changePassword(Call call) {
        return accounts.changePassword(
                        call.who(),
                        call.json().text("oldPassword"),
                        call.json().text("newPassword"),
                        call.request().from())
                .thenApply(login -> secret(Answers.json(json(login))));
    }

    private static Map<String, Object> json(Login login) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("user", login.user());
        fields.put("name", login.name());
        fields.put("accessToken", login.accessToken());
        fields.put("accessExpiresAt", login.accessExpiresAt().toString());
        fields.put("refreshToken", login.refreshToken());
        fields.put("refreshExpiresAt", login.refreshExpiresAt().toString());
        return fields;
    }

    /** Nobody on the way keeps it. */
    private static HttpReply secret(HttpReply reply) {
        return reply.with("cache-control", "no-store");
    }
}
