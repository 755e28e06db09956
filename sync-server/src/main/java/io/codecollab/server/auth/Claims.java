package io.codecollab.server.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import io.codecollab.server.auth.AuthException.Problem;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a token says, once its signature was found good.
 *
 * <pre>
 *   sub        who it is                                       needed
 *   name       shown to others                                 the same as sub
 *   admin      true: may do everything                         false
 *   documents  {"pattern": "viewer" | "commenter" | "editor" | "owner"}
 *   confined   true: nothing but these documents, whatever else the user may do
 *   iss aud exp nbf                                            as in RFC 7519
 * </pre>
 */
final class Claims {

    static final String NAME = "name";
    static final String ADMIN = "admin";
    static final String DOCUMENTS = "documents";
    static final String CONFINED = "confined";

    /** How far the clocks of whoever issues tokens and of this server may be apart. */
    static final Duration SKEW = Duration.ofSeconds(30);

    private static final int MAX_NAME_LENGTH = 256;

    private Claims() {}

    /**
     * Whose token it is.
     *
     * @param issuer who must have issued it; empty for anybody
     * @param audience whom it must be meant for; empty for anybody
     * @throws AuthException if it does not count here and now
     */
    static Identity read(JWTClaimsSet claims, String issuer, String audience, Instant now) {
        if (!issuer.isEmpty() && !issuer.equals(claims.getIssuer())) {
            throw refused("the token is from another issuer");
        }
        if (!audience.isEmpty() && !claims.getAudience().contains(audience)) {
            throw refused("the token is meant for somebody else");
        }
        Date notBefore = claims.getNotBeforeTime();
        if (notBefore != null && notBefore.toInstant().isAfter(now.plus(SKEW))) {
            throw refused("the token is not valid yet");
        }
        Date expiry = claims.getExpirationTime();
        Instant expiresAt = expiry == null ? Instant.MAX : expiry.toInstant().plus(SKEW);
        if (!expiresAt.isAfter(now)) {
            throw new AuthException(Problem.EXPIRED, "the token has expired");
        }
        try {
            String user = text(claims.getSubject(), "sub");
            String name = claims.getStringClaim(NAME);
            return new Identity(
                    user,
                    name == null || name.isBlank() ? user : text(name, NAME),
                    isTrue(claims, ADMIN),
                    grants(claims.getJSONObjectClaim(DOCUMENTS)),
                    expiresAt,
                    isTrue(claims, CONFINED));
        } catch (ParseException e) {
            throw new AuthException(Problem.REFUSED, "a claim of the token is of the wrong type", e);
        }
    }

    private static boolean isTrue(JWTClaimsSet claims, String name) throws ParseException {
        return Boolean.TRUE.equals(claims.getBooleanClaim(name));
    }

    private static String text(@Nullable String value, String claim) {
        if (value == null
                || value.isBlank()
                || value.length() > MAX_NAME_LENGTH
                || value.codePoints().anyMatch(Character::isISOControl)) {
            throw refused("the token's claim " + claim + " must have 1 to " + MAX_NAME_LENGTH + " characters");
        }
        return value;
    }

    private static List<Grant> grants(@Nullable Map<String, Object> documents) {
        List<Grant> grants = new ArrayList<>();
        if (documents != null) {
            documents.forEach((pattern, role) -> grants.add(new Grant(pattern, role(role))));
        }
        return grants;
    }

    private static Role role(@Nullable Object name) {
        for (Role role : Role.values()) {
            if (role.name().toLowerCase(Locale.ROOT).equals(name)) {
                return role;
            }
        }
        throw refused("the token's claim documents names a role that is none");
    }

    private static AuthException refused(String message) {
        return new AuthException(Problem.REFUSED, message);
    }
}
