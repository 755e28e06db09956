package io.codecollab.server.auth;

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

    public Problem problem() {
        return problem;
    }
}
