package io.codecollab.server.http.api;

import io.codecollab.server.auth.account.AccountException;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.http.HttpReply;
import io.codecollab.server.http.Problem;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What the resources of accounts and of the directory have in common. */
public final class AccountHandling {

    private AccountHandling() {}

    /** The same routes where nobody is asked who they are: there are no accounts, which all of them say. */
    public static Resource off(Resource resource) {
        return () -> resource.routes().stream()
                .map(route -> route.handle(call -> {
                    throw new ProblemException(
                            404, "accounts-off", "accounts are off: this server asks nobody who they are");
                }))
                .toList();
    }

    /** A handler for anybody; what is refused becomes a problem. */
    static Function<Call, CompletionStage<HttpReply>> forAll(Function<Call, CompletionStage<HttpReply>> handler) {
        return call -> handler.apply(call).exceptionally(failure -> {
            throw problem(failure);
        });
    }

    /** A handler for those who act for a user, not for one document that they were given a token for. */
    static Function<Call, CompletionStage<HttpReply>> forUsers(Function<Call, CompletionStage<HttpReply>> handler) {
        return forAll(call -> {
            if (call.who().confined()) {
                throw ProblemException.forbidden("this token is good for documents only");
            }
            return handler.apply(call);
        });
    }

    private static RuntimeException problem(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof AccountException refused) {
            return problem(refused);
        }
        return cause instanceof RuntimeException unexpected ? unexpected : new CompletionException(cause);
    }

    private static ProblemException problem(AccountException refused) {
        String detail = String.valueOf(refused.getMessage());
        Problem problem = switch (refused.problem()) {
            case INVALID -> new Problem(400, "invalid", detail);
            case NAME_TAKEN -> new Problem(409, "name-taken", detail);
            case WRONG_CREDENTIALS -> new Problem(401, "wrong-credentials", detail);
            case TOKEN_REFUSED -> new Problem(401, "token-refused", detail);
            case LOCKED -> new Problem(429, "locked", detail);
            case BUSY -> new Problem(503, "", detail);
            case ACCOUNT_DISABLED -> new Problem(403, "account-disabled", detail);
            case REGISTRATION_CLOSED -> new Problem(403, "registration-closed", detail);
            case NOT_FOUND -> new Problem(404, "", detail);
            case FORBIDDEN -> new Problem(403, "", detail);
            case TOO_MANY -> new Problem(409, "too-many", detail);
            case CONFLICT -> new Problem(409, "", detail);
        };
        if (refused.retryAfterSeconds() > 0) {
            return new ProblemException(problem, Map.of("retry-after", Long.toString(refused.retryAfterSeconds())));
        }
        return new ProblemException(problem, problem.status() == 401 ? Map.of("www-authenticate", "Bearer") : Map.of());
    }

    /** The document of a path where no role in it is asked for. */
    static DocumentName document(Call call) {
        try {
            return call.document();
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(String.valueOf(e.getMessage()));
        }
    }

    static String time(long ms) {
        return Instant.ofEpochMilli(ms).toString();
    }
}
