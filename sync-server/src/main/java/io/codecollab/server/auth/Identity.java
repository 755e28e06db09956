package io.codecollab.server.auth;

import java.time.Instant;
import java.util.List;

/**
 * Who somebody is. Immutable.
 *
 * @param user stable id: the subject of a token, or the id of an account
 * @param name shown to others
 * @param admin whether they may do everything
 * @param grants roles which they brought along
 * @param expiresAt when this is no longer known to be true; {@link Instant#MAX} is never
 * @param confined whether they may do what their grants say and nothing else, whatever roles the user has besides
 */
public record Identity(
        String user, String name, boolean admin, List<Grant> grants, Instant expiresAt, boolean confined) {

    private static final Identity ANONYMOUS = new Identity("anonymous", "anonymous", true, List.of(), Instant.MAX);

    private static final Identity NOBODY = new Identity("", "", false, List.of(), Instant.MAX);

    public Identity {
        grants = List.copyOf(grants);
    }

    /** Somebody who may do what their grants say, and whatever roles they have besides. */
    public Identity(String user, String name, boolean admin, List<Grant> grants, Instant expiresAt) {
        this(user, name, admin, grants, expiresAt, false);
    }

    /** Everybody, where nobody is asked who they are. */
    public static Identity anonymous() {
        return ANONYMOUS;
    }

    /** Somebody who did not say who they are, where that is not needed; may do nothing. */
    public static Identity nobody() {
        return NOBODY;
    }

    /** Whether nobody was asked who they are. */
    public boolean isAnonymous() {
        return equals(ANONYMOUS);
    }
}
