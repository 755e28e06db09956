package io.codecollab.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A token as an app's own backend would make it: good for an hour unless it is said otherwise. */
public final class Token {

    /** What test servers are given as {@code --jwt-secret}. */
    public static final String SECRET = "a secret of the tests, 32 bytes or more";

    private final Map<String, Object> claims = new LinkedHashMap<>();
    private final Map<String, Object> documents = new LinkedHashMap<>();
    private @Nullable String keyId;
    private @Nullable String type = "JWT";

    private Token(String user) {
        claims.put("sub", user);
        expiresIn(3_600);
    }

    public static Token of(String user) {
        return new Token(user);
    }

    public Token grant(String pattern, String role) {
        documents.put(pattern, role);
        return this;
    }

    public Token claim(String name, Object value) {
        claims.put(name, value);
        return this;
    }

    public Token without(String name) {
        claims.remove(name);
        return this;
    }

    public Token expiresIn(long seconds) {
        return claim("exp", Instant.now().plusSeconds(seconds).getEpochSecond());
    }

    Token keyId(String id) {
        keyId = id;
        return this;
    }

    Token type(String name) {
        type = name;
        return this;
    }

    /** Signed with {@link #SECRET}. */
    public String signed() {
        return signed(SECRET);
    }

    public String signed(String secret) {
        return signed(JWSAlgorithm.HS256, signer(secret.getBytes(UTF_8)));
    }

    String signed(byte[] secret) {
        return signed(JWSAlgorithm.HS256, signer(secret));
    }

    String signed(RSAKey key) {
        try {
            return signed(JWSAlgorithm.RS256, new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String signed(ECKey key) {
        try {
            return signed(JWSAlgorithm.ES256, new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String signed(JWSAlgorithm algorithm, JWSSigner signer) {
        JWSHeader.Builder header = new JWSHeader.Builder(algorithm).keyID(keyId);
        if (type != null) {
            header.type(new JOSEObjectType(type));
        }
        SignedJWT jwt = new SignedJWT(header.build(), claims());
        try {
            jwt.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwt.serialize();
    }

    JWTClaimsSet claims() {
        JWTClaimsSet.Builder builder = new JWTClaimsSet.Builder();
        claims.forEach(builder::claim);
        if (!documents.isEmpty()) {
            builder.claim("documents", documents);
        }
        return builder.build();
    }

    private static JWSSigner signer(byte[] secret) {
        try {
            return new MACSigner(secret);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
