package io.codecollab.server.auth.account;

import java.time.Duration;

/** Something is not done for whoever asked. The message is fit for the client. */
public final class AccountException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Why not. */
    public enum Problem {
        /** What was given is not as it has to be. */
        INVALID,
        /** Somebody else has this name. */
        NAME_TAKEN,
        /** There is no such account, or it has another password: nobody is told which. */
        WRONG_CREDENTIALS,
        /** The token was never good, or is not any more. */
        TOKEN_REFUSED,
        /** It was tried too often; later it may be tried again. */
        LOCKED,
        /** Too much waits already. */
        BUSY,
        /** Whoever runs the server lets nobody log in to this account. */
        ACCOUNT_DISABLED,
        /** Whoever runs the server wants no further accounts. */
        REGISTRATION_CLOSED,
        /** There is no such thing, or whoever asks may not know. */
        NOT_FOUND,
        /** It is known who asks, and they may not. */
        FORBIDDEN,
        /** There are as many as there may be. */
        TOO_MANY,
        /** It cannot be done in the state that things are in. */
        CONFLICT
    }

    private final Problem problem;
    private final long retryAfterMs;

    public AccountException(Problem problem, String message) {
        this(problem, message, 0);
    }

    private AccountException(Problem problem, String message, long retryAfterMs) {
        super(message, null, false, false);
        this.problem = problem;
        this.retryAfterMs = retryAfterMs;
    }

    static AccountException locked(long retryAfterMs) {
        return new AccountException(
                Problem.LOCKED, "too many attempts, try again in " + seconds(retryAfterMs) + " s", retryAfterMs);
    }

    /** Too much waits already. */
    public static AccountException busy() {
        return new AccountException(Problem.BUSY, "too many requests wait already, try again soon", 1_000);
    }

    static AccountException invalid(String message) {
        return new AccountException(Problem.INVALID, message);
    }

    static AccountException notFound(String message) {
        return new AccountException(Problem.NOT_FOUND, message);
    }

    public Problem problem() {
        return problem;
    }

    /** When it may be tried again, in whole seconds; 0 if that would not help. */
    public long retryAfterSeconds() {
        return retryAfterMs == 0 ? 0 : seconds(retryAfterMs);
    }

    private static long seconds(long ms) {
        return Math.max(1, Duration.ofMillis(ms + 999).toSeconds());
    }
}
