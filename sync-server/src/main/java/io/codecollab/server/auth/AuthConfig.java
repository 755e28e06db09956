package io.codecollab.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * How it is found out who somebody is. Immutable.
 *
 * @param mode whether anybody is asked
 * @param jwtSecret signs tokens with HS256; empty for none
 * @param jwtPublicKey in PEM: checks tokens that were signed with RS256 or ES256; empty for none
 * @param jwksUrl where such keys are published; empty for none
 * @param jwtIssuer who must have issued a token; empty for anybody
 * @param jwtAudience whom a token must be meant for; empty for anybody
 */
public record AuthConfig(
        Mode mode, String jwtSecret, String jwtPublicKey, String jwksUrl, String jwtIssuer, String jwtAudience) {

    /** Shorter secrets can be guessed; RFC 7518, 3.2. */
    public static final int MIN_SECRET_BYTES = 32;

    /** Whether anybody is asked who they are. */
    public enum Mode {
        NONE,
        JWT
    }

    /**
     * Checks it.
     *
     * @throws IllegalArgumentException if it makes no sense; the message is fit for whoever runs the server
     */
    public AuthConfig {
        if (mode == Mode.NONE) {
            // whoever gives a secret believes that it is asked for
            requireUnset("--jwt-secret", jwtSecret);
            requireUnset("--jwt-public-key", jwtPublicKey);
            requireUnset("--jwks-url", jwksUrl);
            requireUnset("--jwt-issuer", jwtIssuer);
            requireUnset("--jwt-audience", jwtAudience);
        }
        int secretBytes = jwtSecret.getBytes(UTF_8).length;
        if (!jwtSecret.isEmpty() && secretBytes < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "--jwt-secret must have at least " + MIN_SECRET_BYTES + " bytes, bytes=" + secretBytes);
        }
        if (!jwtPublicKey.isEmpty()) {
            VerificationKey.of(PublicKeys.ofPem(jwtPublicKey));
        }
        if (!jwksUrl.isEmpty() && !isWebAddress(jwksUrl)) {
            throw new IllegalArgumentException("--jwks-url must be as in https://issuer.example/jwks.json");
        }
    }

    /** Nobody is asked. */
    public static AuthConfig none() {
        return new AuthConfig(Mode.NONE, "", "", "", "", "");
    }

    /** Whether somebody other than this server issues tokens that count. */
    public boolean hasIssuer() {
        return !jwtSecret.isEmpty() || !jwtPublicKey.isEmpty() || !jwksUrl.isEmpty();
    }

    private static void requireUnset(String flag, String value) {
        if (!value.isEmpty()) {
            throw new IllegalArgumentException(flag + " is for --auth jwt");
        }
    }

    private static boolean isWebAddress(String text) {
        try {
            URI uri = new URI(text);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            return (scheme.equals("https") || scheme.equals("http")) && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "AuthConfig[mode=" + mode + ", jwtSecret=" + (jwtSecret.isEmpty() ? "none" : "given") + ", jwtPublicKey="
                + (jwtPublicKey.isEmpty() ? "none" : "given") + ", jwksUrl=" + jwksUrl + ", jwtIssuer=" + jwtIssuer
                + ", jwtAudience=" + jwtAudience + "]";
    }
}
