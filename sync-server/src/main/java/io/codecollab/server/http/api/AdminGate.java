package io.codecollab.server.http.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.codecollab.server.auth.AuthException;
import io.codecollab.server.auth.Authenticator;
import io.codecollab.server.auth.Identity;
import io.codecollab.server.http.HttpRequest;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Who may look after the server: whoever brings the admin token, admins by a token of their own, and, where nobody is asked
 * for any token, whoever sits at this machine, see {@link AtThisMachine}. Being let in to documents without a token makes
 * nobody an admin. Thread-safe; nothing waits.
 */
public final class AdminGate {

    private static final Identity ADMIN = new Identity("admin", "admin", true, List.of(), Instant.MAX);

    private final Authenticator authenticator;
    private final byte[] token;
    private final boolean trustsThisMachine;

    /**
     * A gate.
     *
     * @param token the admin token; empty if there is none
     * @param asksNobody whether people come in without a token
     */
    public AdminGate(Authenticator authenticator, String token, boolean asksNobody) {
        this.authenticator = authenticator;
        this.token = token.getBytes(UTF_8);
        this.trustsThisMachine = asksNobody && token.isEmpty();
    }

    /** Who asks, if they are an admin; fails with a {@link ProblemException} or an {@link AuthException} if not. */
    CompletionStage<Identity> admit(HttpRequest request) {
        String brought = Api.token(request);
        if (brought.isEmpty()) {
            if (trustsThisMachine) {
                AtThisMachine.require(request);
                return CompletableFuture.completedFuture(ADMIN);
            }
            return CompletableFuture.failedFuture(
                    new AuthException(AuthException.Problem.MISSING, "the token of an admin is needed"));
        }
        if (token.length > 0 && MessageDigest.isEqual(token, brought.getBytes(UTF_8))) {
            return CompletableFuture.completedFuture(ADMIN);
        }
        return authenticator.authenticate(brought).thenApply(AdminGate::requireAdmin);
    }

    private static Identity requireAdmin(Identity who) {
        if (who.isAnonymous()) { // nobody looked at the token
            throw new AuthException(AuthException.Problem.REFUSED, "this is not the admin token");
        }
        if (!who.admin() || who.confined()) {
            throw ProblemException.forbidden("this is for admins");
        }
        return who;
    }
}
