package io.codecollab.server.auth.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.codecollab.persistence.AccountStore;
import io.codecollab.persistence.RefreshFamily;
import io.codecollab.server.auth.account.AccountException.Problem;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens that a login goes on with. Each is good once and is followed by another; a family of tokens is one login. Whoever
 * comes with a token that was used has stolen it, or it was stolen from them: the family ends, for both. The store has hashes.
 *
 * <pre>
 * token := family "." secret        16 and 32 random bytes, base64url
 * </pre>
 *
 * Thread-safe; waits for the database.
 */
final class RefreshTokens {

    private static final Logger log = LoggerFactory.getLogger(RefreshTokens.class);

    private static final int FAMILY_BYTES = 16;
    private static final int SECRET_BYTES = 32;

    private final AccountStore store;
    private final AccountsConfig config;
    private final InstantSource clock;

    RefreshTokens(AccountStore store, AccountsConfig config, InstantSource clock) {
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    /**
     * A token, and until when it is good.
     *
     * @param account whose it is
     */
    record Issued(String token, String account, Instant expiresAt) {}

    /**
     * Begins a login.
     *
     * @param checkedHash of the password that was checked
     * @throws AccountException if the account has another password by now
     */
    Issued start(String account, String checkedHash) {
        long nowMs = clock.millis();
        String family = Secrets.random(FAMILY_BYTES);
        String token = next(family);
        long expiresAtMs = nowMs + config.refreshTokenMs();
        RefreshFamily started = new RefreshFamily(family, account, hash(token), nowMs, expiresAtMs);
        if (!store.startFamily(started, checkedHash, config.maxLogins())) {
            throw new AccountException(Problem.WRONG_CREDENTIALS, "the password was changed");
        }
        return new Issued(token, account, Instant.ofEpochMilli(expiresAtMs));
    }

    /**
     * Goes on with a login.
     *
     * @throws AccountException if the token is not good, or not any more
     */
    Issued rotate(String token) {
        RefreshFamily family = store.findFamily(familyOf(token)).orElseThrow(RefreshTokens::refused);
        long nowMs = clock.millis();
        long expiresAtMs = nowMs + config.refreshTokenMs();
        String next = next(family.id());
        if (!store.rotate(family.id(), hash(token), hash(next), nowMs, expiresAtMs)) {
            if (nowMs < family.expiresAtMs()) {
                log.warn("A refresh token was used again, its login ends, account={}", family.account());
            }
            store.revoke(family.id());
            throw refused();
        }
        return new Issued(next, family.account(), Instant.ofEpochMilli(expiresAtMs));
    }

    /** Ends a login; also with a token of it that was used. */
    void revoke(String token) {
        store.revoke(familyOf(token));
    }

    private static AccountException refused() {
        return new AccountException(Problem.TOKEN_REFUSED, "the refresh token is not good any more, log in again");
    }

    private static String next(String family) {
        return family + "." + Secrets.random(SECRET_BYTES);
    }

    private static String familyOf(String token) {
        int dot = token.indexOf('.');
        return dot < 0 || token.indexOf('\0') >= 0 ? "" : token.substring(0, dot);
    }

    private static byte[] hash(String token) {
        return Secrets.hash(token.getBytes(UTF_8));
    }
}
