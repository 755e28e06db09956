package io.codecollab.server.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.server.auth.AuthException;
import io.codecollab.server.auth.Authenticator;
import io.codecollab.server.auth.Identity;
import io.codecollab.server.auth.OpenAccess;
import io.codecollab.server.http.HttpRequest;
import io.codecollab.server.http.Requests;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may look after the server, and who may not. */
class AdminGateTest {

    private static final String TOKEN = "a token that nobody guesses";

    /** Tokens are user names: "root" is an admin, "confined" one for some documents only. */
    private static final Authenticator USERS = token -> token.equals("who")
            ? CompletableFuture.failedFuture(new AuthException(AuthException.Problem.REFUSED, "who is that"))
            : CompletableFuture.completedFuture(
                    new Identity(token, token, !token.equals("ann"), List.of(), Instant.MAX, token.equals("confined")));

    private final AdminGate open = new AdminGate(new OpenAccess(), "", true);
    private final AdminGate openWithToken = new AdminGate(new OpenAccess(), TOKEN, true);
    private final AdminGate asking = new AdminGate(USERS, "", false);
    private final AdminGate askingWithToken = new AdminGate(USERS, TOKEN, false);

    @Test
    void whoeverBringsTheTokenMay() throws Exception {
        HttpRequest request = from("203.0.113.7", "POST", "Host: example.org", "Authorization: Bearer " + TOKEN);

        assertThat(admit(openWithToken, request).admin()).isTrue();
        assertThat(admit(askingWithToken, request).admin()).isTrue();
    }

    @Test
    void anotherTokenIsRefused() throws Exception {
        HttpRequest request = from("127.0.0.1", "GET", "Host: localhost", "Authorization: Bearer " + TOKEN + "x");

        assertThatThrownBy(() -> admit(openWithToken, request)).isInstanceOf(AuthException.class);
        assertThatThrownBy(() -> admit(open, request)).isInstanceOf(AuthException.class);
    }

    @Test
    void adminsMayByTheirOwnTokenAndOthersMayNot() throws Exception {
        assertThat(admit(asking, bearer("root")).user()).isEqualTo("root");
        assertThat(admit(askingWithToken, bearer("root")).user()).isEqualTo("root");
        assertThatThrownBy(() -> admit(asking, bearer("ann"))).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> admit(asking, bearer("confined"))).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> admit(asking, bearer("who"))).isInstanceOf(AuthException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:8080", "127.0.0.1:8080", "LOCALHOST", "[::1]:8080", "[::1]"})
    void whoeverSitsAtTheMachineMayWhereNobodyIsAskedForAToken(String host) throws Exception {
        assertThat(admit(open, from("127.0.0.1", "GET", "Host: " + host)).admin())
                .isTrue();
        assertThat(admit(open, from("::1", "DELETE", "Host: " + host, "X-CodeCollab-Admin: 1"))
                        .admin())
                .isTrue();
    }

    @Test
    void sittingAtTheMachineIsNotEnoughWhereTokensAreAskedFor() throws Exception {
        HttpRequest request = from("127.0.0.1", "GET", "Host: localhost");

        assertThatThrownBy(() -> admit(openWithToken, request)).isInstanceOf(AuthException.class);
        assertThatThrownBy(() -> admit(asking, request)).isInstanceOf(AuthException.class);
        assertThatThrownBy(() -> admit(askingWithToken, request)).isInstanceOf(AuthException.class);
    }

    @Test
    void nobodyMayFromElsewhere() throws Exception {
        assertThatThrownBy(() -> admit(open, from("203.0.113.7", "GET", "Host: localhost")))
                .isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: rebound.example:8080",
                "Host: localhost.rebound.example",
                "Host: 127.0.0.1.rebound.example",
                "Host: [::1].rebound.example",
                "Host: "
            })
    void aNameThatLeadsHereIsNotEnough(String host) throws Exception {
        assertThatThrownBy(() -> admit(open, from("127.0.0.1", "GET", host))).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: 127.0.0.1",
                "Forwarded: for=127.0.0.1",
                "Via: 1.1 proxy",
                "X-Real-IP: 127.0.0.1",
                "X-Forwarded-Host: localhost",
                "X-Forwarded-Proto: https",
                "Origin: https://elsewhere.example",
                "Origin: null",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site"
            })
    void neitherProxiesNorPagesOfOthersSpeakForWhoeverSitsThere(String header) throws Exception {
        HttpRequest request = from("127.0.0.1", "GET", "Host: localhost:8080", "X-CodeCollab-Admin: 1", header);

        assertThatThrownBy(() -> admit(open, request)).isInstanceOf(ProblemException.class);
    }

    @Test
    void itsOwnPageMay() throws Exception {
        HttpRequest request = from(
                "127.0.0.1",
                "POST",
                "Host: localhost:8080",
                "Origin: http://localhost:8080",
                "Sec-Fetch-Site: same-origin",
                "X-CodeCollab-Admin: 1");

        assertThat(admit(open, request).admin()).isTrue();
    }

    @Test
    void whatChangesSomethingNeedsAHeaderThatOtherPagesCannotSend() throws Exception {
        assertThatThrownBy(() -> admit(open, from("127.0.0.1", "POST", "Host: localhost")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("x-codecollab-admin");
    }

    private static HttpRequest bearer(String token) throws Exception {
        return from("203.0.113.7", "GET", "Host: example.org", "Authorization: Bearer " + token);
    }

    private static HttpRequest from(String address, String method, String... headers) throws Exception {
        HttpRequest request = Requests.of(method, "/api/v1/admin/documents", headers);
        return new HttpRequest(
                method,
                request.target(),
                request.headers(),
                InetAddress.getByName(address),
                false,
                new byte[0],
                request.executor());
    }

    /** What the gate answers, or fails with. */
    private static Identity admit(AdminGate gate, HttpRequest request) {
        try {
            return gate.admit(request).toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
