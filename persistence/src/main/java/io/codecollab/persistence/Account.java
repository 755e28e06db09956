package io.codecollab.persistence;

/**
 * Somebody who can log in. Immutable.
 *
 * @param id never changes and is never used again
 * @param name as others see it
 * @param key what no two accounts have in common: the name without what makes names look alike
 * @param passwordHash as the hash function writes it, parameters and salt included
 * @param createdAtMs in milliseconds since 1970
 * @param isAdmin whether they may do everything
 * @param isDisabled whether nobody logs in to it for now
 */
public record Account(
        String id,
        String name,
        String key,
        String passwordHash,
        long createdAtMs,
        boolean isAdmin,
        boolean isDisabled) {

    /** Somebody like most others. */
    public Account(String id, String name, String key, String passwordHash, long createdAtMs) {
        this(id, name, key, passwordHash, createdAtMs, false, false);
    }

    @Override
    public String toString() {
        return "Account[id=" + id + ", name=" + name + "]"; // no hash in a log
    }
}
