package io.codecollab.server.auth.account;

/**
 * How accounts are kept. Immutable.
 *
 * @param isRegistrationOpen whether everybody may make an account
 * @param accessTokenMs how long an access token is good
 * @param refreshTokenMs how long a login goes on without being used
 * @param maxLogins how many logins an account may have at once; the oldest end
 * @param freeAttempts how often somebody may fail to log in to one account before the next attempt has to wait
 * @param freeAttemptsPerIp the same for all accounts from one address
 * @param maxBackoffMs how long it has to wait at most; the first time 1 s, then twice as long each time
 * @param maxDocuments how many documents somebody may own
 * @param maxMembers how many members a document may have
 * @param maxInvitations how many open invitations a document may have
 * @param hashMemoryKib what Argon2id takes for one password
 * @param hashIterations how often it goes through that
 */
public record AccountsConfig(
        boolean isRegistrationOpen,
        long accessTokenMs,
        long refreshTokenMs,
        int maxLogins,
        int freeAttempts,
        int freeAttemptsPerIp,
        long maxBackoffMs,
        int maxDocuments,
        int maxMembers,
        int maxInvitations,
        int hashMemoryKib,
        int hashIterations) {

    public AccountsConfig {
        requirePositive("accessTokenMs", accessTokenMs);
        requirePositive("refreshTokenMs", refreshTokenMs);
        requirePositive("maxLogins", maxLogins);
        requirePositive("freeAttempts", freeAttempts);
        requirePositive("freeAttemptsPerIp", freeAttemptsPerIp);
        requirePositive("maxBackoffMs", maxBackoffMs);
        requirePositive("maxDocuments", maxDocuments);
        requirePositive("maxMembers", maxMembers);
        requirePositive("maxInvitations", maxInvitations);
        requirePositive("hashMemoryKib", hashMemoryKib);
        requirePositive("hashIterations", hashIterations);
    }

    /**
     * A quarter of an hour, 30 days; Argon2id with 19 MiB twice, as OWASP has it. One password then takes as long as SHA-256 of
     * some 100 MiB does on the same core.
     */
    public static AccountsConfig defaults() {
        return new AccountsConfig(true, 900_000, 2_592_000_000L, 20, 5, 50, 900_000, 10_000, 1_000, 100, 19_456, 2);
    }

    /** The same, where everybody may make an account or nobody. */
    public AccountsConfig withRegistration(boolean isOpen) {
        return new AccountsConfig(
                isOpen,
                accessTokenMs,
                refreshTokenMs,
                maxLogins,
                freeAttempts,
                freeAttemptsPerIp,
                maxBackoffMs,
                maxDocuments,
                maxMembers,
                maxInvitations,
                hashMemoryKib,
                hashIterations);
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException("must be positive, " + name + "=" + value);
        }
    }
}
