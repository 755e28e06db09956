package io.codecollab.server.auth;

import java.util.concurrent.CompletionException;

/** Nobody is let in with this token. The message is fit for the client. */
public final class AuthException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** What is wrong. */
    public enum Problem {
        /** There is no token. */
        MISSING,
        /** It is no token. */
        MALFORMED,
        /** It was good until a while ago. */
        EXPIRED,
        /** It is a token, and not one that counts here. */
        REFUSED,
        /** It cannot be said now whether it is good. */
        UNAVAILABLE
    }

    private final Problem problem;

    public AuthException(Problem problem, String message) {
        super(message, null, false, false);
        this.problem = problem;
    }

    public AuthException(Problem problem, String message, Throwable cause) {
        super(message, cause);
        this.problem = problem;
    }

    /** What went wrong in a stage that failed; whatever is no fault of the token makes it unavailable. */
    public static AuthException of(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof AuthException auth
                ? auth
                : new AuthException(Problem.UNAVAILABLE, "it cannot be checked now who you are", cause);
    }

    public Problem problem() {
        return problem;
    }
}
