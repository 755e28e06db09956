package io.codecollab.server.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Tokens which this server issues itself: for its own accounts, and for the clients of y-sweet. All instances that share
 * documents must have the same secret. Thread-safe.
 */
public final class OwnTokens {

    /** Says in a token's header that it is one of these. */
    static final String KEY_ID = "codecollab";

    /** Issuer and audience. */
    static final String NAME = "codecollab";

    private final byte[] secret;

    /**
     * @param secret at least {@value AuthConfig#MIN_SECRET_BYTES} bytes
     * @throws IllegalArgumentException if it is shorter
     */
    public OwnTokens(byte[] secret) {
        if (secret.length < AuthConfig.MIN_SECRET_BYTES) {
            throw new IllegalArgumentException("secret too short, bytes=" + secret.length);
        }
        this.secret = secret.clone();
    }

    /** With a secret of its own, which nobody else knows. */
    public static OwnTokens random() {
        byte[] secret = new byte[AuthConfig.MIN_SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return new OwnTokens(secret);
    }

    /**
     * A token that says all that is known about somebody, and is taken until that expires: its claim exp is earlier by what
     * clocks may be apart.
     */
    public String issue(Identity who) {
        Map<String, String> documents = new LinkedHashMap<>();
        who.grants()
                .forEach(grant ->
                        documents.put(grant.pattern(), grant.role().name().toLowerCase(Locale.ROOT)));
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(NAME)
                .audience(NAME)
                .issueTime(Date.from(Instant.now()))
                .subject(who.user())
                .claim(Claims.NAME, who.name())
                .claim(Claims.DOCUMENTS, documents);
        if (who.admin()) {
            claims.claim(Claims.ADMIN, true);
        }
        if (who.confined()) {
            claims.claim(Claims.CONFINED, true);
        }
        if (!who.expiresAt().equals(Instant.MAX)) {
            claims.expirationTime(Date.from(who.expiresAt().minus(Claims.SKEW)));
        }
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(KEY_ID).build(), claims.build());
        try {
            token.sign(new MACSigner(secret));
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign", e);
        }
        return token.serialize();
    }

    VerificationKey key() {
        return VerificationKey.ofSecret(secret);
    }
}
