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
 */
public record Identity(String user, String name, boolean admin, List<Grant> grants, Instant expiresAt) {

    private static final Identity ANONYMOUS = new Identity("anonymous", "anonymous", true, List.of(), Instant.MAX);

    public Identity {
        grants = List.copyOf(grants);
    }

    /** Everybody, where nobody is asked who they are. */
    public static Identity anonymous() {
        return ANONYMOUS;
    }
}
