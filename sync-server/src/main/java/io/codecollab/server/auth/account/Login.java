package io.codecollab.server.auth.account;

import java.time.Instant;

/**
 * Somebody is let in. Immutable.
 *
 * @param user the account
 * @param name what it is called
 * @param accessToken proves it, for a while
 * @param accessExpiresAt until when
 * @param refreshToken gets the next two tokens, once
 * @param refreshExpiresAt until when
 */
public record Login(
        String user,
        String name,
        String accessToken,
        Instant accessExpiresAt,
        String refreshToken,
        Instant refreshExpiresAt) {

    @Override
    public String toString() {
        return "Login[user=" + user + ", name=" + name + "]"; // no token in a log
    }
}
