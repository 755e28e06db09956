package io.codecollab.persistence;

/**
 * What one login goes on from: of its refresh tokens the last one is good, once. Immutable.
 *
 * @param id names the family; in every token of it
 * @param account whose it is
 * @param tokenHash of the token that is good; not to be modified
 * @param startedAtMs when somebody logged in, in milliseconds since 1970
 * @param expiresAtMs when its token ends
 */
public record RefreshFamily(String id, String account, byte[] tokenHash, long startedAtMs, long expiresAtMs) {}
