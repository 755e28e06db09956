package io.codecollab.persistence;

/**
 * How often somebody tried to log in and failed. Immutable.
 *
 * @param failures in a row
 * @param notBeforeMs when the next attempt may be made, in milliseconds since 1970
 */
public record LoginAttempts(int failures, long notBeforeMs) {

    /** Nobody failed. */
    public static final LoginAttempts NONE = new LoginAttempts(0, 0);
}
