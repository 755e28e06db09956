package io.codecollab.server.e2e;

import static io.codecollab.server.e2e.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.server.Caller;
import io.codecollab.server.Caller.Reply;
import io.codecollab.server.auth.Token;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts of the jar: who may make one, who guesses passwords, and how long a token is good. */
class AccountsIT {

    private static final String PASSWORD = "correct horse battery";
    private static final String SECRET = Token.SECRET;

    @TempDir
    private Path data;

    @Test
    void whoGuessesAPasswordHasToWaitAndThenTheRightOneWorks() throws Exception {
        try (CodecollabJar server = CodecollabJar.serving(data, "--auth", "jwt", "--max-logins-per-minute", "1000")) {
            Caller stranger = Caller.stranger(server.httpUrl());
            register(stranger, "ann");

            Reply reply = logIn(stranger, "ann", "wrong horse battery");
            int refused = 0;
            while (reply.status() == 401) {
                refused++;
                reply = logIn(stranger, "ann", "wrong horse battery");
            }

            assertThat(refused).isBetween(5, 10);
            assertThat(reply.status()).isEqualTo(429);
            assertThat(reply.text("type")).endsWith("locked");
            assertThat(logIn(stranger, "ann", PASSWORD).status())
                    .as("the right one, too soon")
                    .isEqualTo(429);
            assertThat(logIn(stranger, "bob", PASSWORD).status())
                    .as("somebody else's")
                    .isEqualTo(401);
            Thread.sleep(Long.parseLong(reply.header("retry-after")) * 1_000);
            assertThat(logIn(stranger, "ann", PASSWORD).status()).isEqualTo(200);
        }
    }

    @Test
    void anAddressTriesPasswordsOnlySoOften() throws Exception {
        try (CodecollabJar server = CodecollabJar.serving(data, "--auth", "jwt", "--max-logins-per-minute", "3")) {
            Caller stranger = Caller.stranger(server.httpUrl());
            for (int i = 0; i < 3; i++) {
                assertThat(logIn(stranger, "user" + i, PASSWORD).status()).isEqualTo(401);
            }

            Reply reply = logIn(stranger, "user3", PASSWORD);

            assertThat(reply.status()).isEqualTo(429);
            assertThat(Integer.parseInt(reply.header("retry-after"))).isBetween(1, 60);
            assertThat(Metrics.sum(server, "codecollab_refused_total", "reason=\"rate\""))
                    .isEqualTo(1);
            assertThat(stranger.get("/openapi.json").status()).isEqualTo(200);
        }
    }

    @Test
    void aTokenIsGoodUntilItExpiresOverHttpAndOnAConnection() throws Throwable {
        try (CodecollabJar server = CodecollabJar.serving(data, "--auth", "jwt", "--jwt-secret", SECRET);
                NodeHost host = NodeHost.start()) {
            Caller stranger = Caller.stranger(server.httpUrl());
            String token = Token.of("ann").grant("*", "editor").expiresIn(-20).signed(); // clocks may be 30 s apart
            Caller ann = stranger.with(token);
            try (Editor editor = host.open(ClientKind.Y_WEBSOCKET_3, server, "mine", Map.of("token", token))) {
                eventually(() -> assertThat(editor.isSynced()).isTrue());
                assertThat(ann.get("/me").status()).isEqualTo(200);

                eventually(() -> assertThat(editor.lastClose()).isEqualTo(4401L));

                Reply reply = ann.get("/me");
                assertThat(reply.status()).isEqualTo(401);
                assertThat(reply.text("type")).endsWith("token-expired");
            }
        }
    }

    @Test
    void aRefreshTokenThatIsUsedAgainEndsItsLogin() {
        try (CodecollabJar server = CodecollabJar.serving(data, "--auth", "jwt")) {
            Caller stranger = Caller.stranger(server.httpUrl());
            String first = register(stranger, "ann").text("refreshToken");
            String other = logIn(stranger, "ann", PASSWORD).text("refreshToken");
            String second = refresh(stranger, first).text("refreshToken");

            assertThat(refresh(stranger, first).status()).isEqualTo(401);

            assertThat(refresh(stranger, second).status()).isEqualTo(401);
            assertThat(refresh(stranger, other).status()).as("another login").isEqualTo(200);
        }
    }

    @Test
    void registrationIsOpenAsLongAsNobodyElseIssuesTokens() {
        try (CodecollabJar open = CodecollabJar.serving(data, "--auth", "jwt")) {
            assertThat(register(Caller.stranger(open.httpUrl()), "ann").status())
                    .isEqualTo(201);
        }
        try (CodecollabJar beside = CodecollabJar.serving(data, "--auth", "jwt", "--jwt-secret", SECRET)) {
            assertClosed(Caller.stranger(beside.httpUrl()));
        }
        try (CodecollabJar closed = CodecollabJar.serving(data, "--auth", "jwt", "--registration", "closed")) {
            assertClosed(Caller.stranger(closed.httpUrl()));
        }
        try (CodecollabJar both =
                CodecollabJar.serving(data, "--auth", "jwt", "--jwt-secret", SECRET, "--registration", "open")) {
            assertThat(register(Caller.stranger(both.httpUrl()), "bob").status())
                    .isEqualTo(201);
        }
    }

    /** Nobody makes an account, and who has one keeps it. */
    private static void assertClosed(Caller stranger) {
        Reply refused = register(stranger, "eve");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text("type")).endsWith("registration-closed");
        assertThat(logIn(stranger, "ann", PASSWORD).status()).isEqualTo(200);
    }

    private static Reply register(Caller stranger, String name) {
        return stranger.post("/auth/register", Map.of("name", name, "password", PASSWORD));
    }

    private static Reply logIn(Caller stranger, String name, String password) {
        return stranger.post("/auth/login", Map.of("name", name, "password", password));
    }

    private static Reply refresh(Caller stranger, String token) {
        return stranger.post("/auth/refresh", Map.of("refreshToken", token));
    }
}
