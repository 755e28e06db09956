package io.codecollab.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.codecollab.persistence.SecretStore;
import io.codecollab.server.auth.Access;
import io.codecollab.server.auth.AuthConfig;
import io.codecollab.server.auth.Authenticator;
import io.codecollab.server.auth.ConfinedAccess;
import io.codecollab.server.auth.JwtAuthenticator;
import io.codecollab.server.auth.OpenAccess;
import io.codecollab.server.auth.OwnTokens;
import io.codecollab.server.session.Admissions;
import io.codecollab.server.session.LiveSessions;
import io.codecollab.server.session.SessionListener;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * Who is let in: everybody, or those who can say who they are.
 *
 * @param ownTokens issues tokens; null where nobody is asked for any
 * @param live everybody who was let in to a document
 */
record Gate(
        Authenticator authenticator,
        Access access,
        @Nullable OwnTokens ownTokens,
        LiveSessions live) implements AutoCloseable {

    private static final String SECRET_NAME = "tokens";

    /**
     * Everybody may do everything.
     *
     * @param listener hears who comes and goes
     */
    static Gate open(SessionListener listener) {
        OpenAccess everybody = new OpenAccess();
        return new Gate(everybody, everybody, null, new LiveSessions(listener));
    }

    /**
     * Only those who have a token, and a role.
     *
     * @param secrets keeps the secret of this server's own tokens, unless there is one in the configuration
     * @param roles what somebody may do who is not confined to what their token says
     * @param listener hears who comes and goes
     */
    static Gate asking(AuthConfig config, SecretStore secrets, Access roles, SessionListener listener) {
        byte[] secret = config.jwtSecret().isEmpty()
                ? secrets.secret(SECRET_NAME, Gate::newSecret)
                : config.jwtSecret().getBytes(UTF_8);
        OwnTokens ownTokens = new OwnTokens(secret);
        return new Gate(
                new JwtAuthenticator(config, ownTokens),
                new ConfinedAccess(roles),
                ownTokens,
                new LiveSessions(listener));
    }

    private static byte[] newSecret() {
        byte[] secret = new byte[AuthConfig.MIN_SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    Admissions admissions() {
        return ownTokens == null ? Admissions.open(live) : Admissions.asking(authenticator, access, live);
    }

    @Override
    public void close() {
        if (authenticator instanceof JwtAuthenticator jwt) {
            jwt.close();
        }
    }
}
