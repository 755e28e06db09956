package io.codecollab.persistence;

import org.jspecify.annotations.Nullable;

/**
 * A standing offer to become a member of a document. Immutable; times are milliseconds since 1970.
 *
 * @param id names it
 * @param document where to
 * @param role as what, in the words of whoever wrote it
 * @param user for whom; null if it is for whoever knows a secret
 * @param createdBy who offers
 * @param createdAtMs since when
 * @param expiresAtMs until when
 * @param maxUses how many may accept
 * @param uses how many have
 */
public record Invitation(
        String id,
        String document,
        String role,
        @Nullable String user,
        String createdBy,
        long createdAtMs,
        long expiresAtMs,
        int maxUses,
        int uses) {

    /** Whether somebody can accept it at a time. */
    public boolean isOpen(long nowMs) {
        return uses < maxUses && nowMs < expiresAtMs;
    }
}
