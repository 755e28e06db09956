package io.codecollab.server.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/**
 * Checks signatures of one algorithm: what a token says about its algorithm is compared to the key's, never followed.
 * Thread-safe.
 *
 * @param id which of several keys it is; empty when it is not said
 */
record VerificationKey(String id, JWSAlgorithm algorithm, JWSVerifier verifier) {

    private static final int MIN_RSA_BITS = 2_048;

    /** HS256. */
    static VerificationKey ofSecret(byte[] secret) {
        try {
            return new VerificationKey("", JWSAlgorithm.HS256, new MACVerifier(secret));
        } catch (JOSEException e) {
            throw new IllegalArgumentException("not a secret: " + e.getMessage(), e);
        }
    }

    /**
     * RS256 or ES256, whichever it is a key for.
     *
     * @throws IllegalArgumentException if it is for neither; the message is fit for whoever runs the server
     */
    static VerificationKey of(PublicKey key) {
        try {
            if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= MIN_RSA_BITS) {
                return new VerificationKey("", JWSAlgorithm.RS256, new RSASSAVerifier(rsa));
            } else if (key instanceof ECPublicKey ec && Curve.P_256.equals(Curve.forECParameterSpec(ec.getParams()))) {
                return new VerificationKey("", JWSAlgorithm.ES256, new ECDSAVerifier(ec));
            }
        } catch (JOSEException e) {
            throw new IllegalArgumentException("not a key to check signatures with: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException(
                "a public key must be RSA of at least " + MIN_RSA_BITS + " bits, or EC on the curve P-256");
    }

    /** One of published keys; empty if it is not for signatures of an algorithm that counts here. */
    static Optional<VerificationKey> of(JWK key) {
        if (key.getKeyUse() != null && !key.getKeyUse().equals(KeyUse.SIGNATURE)) {
            return Optional.empty();
        }
        try {
            PublicKey published =
                    key instanceof RSAKey rsa ? rsa.toPublicKey() : key instanceof ECKey ec ? ec.toPublicKey() : null;
            if (published == null) {
                return Optional.empty();
            }
            VerificationKey checked = of(published);
            boolean fits = key.getAlgorithm() == null || key.getAlgorithm().equals(checked.algorithm());
            String id = key.getKeyID() == null ? "" : key.getKeyID();
            return fits
                    ? Optional.of(new VerificationKey(id, checked.algorithm(), checked.verifier()))
                    : Optional.empty();
        } catch (JOSEException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether a token was signed with this key, in its algorithm. */
    boolean verifies(SignedJWT token) {
        try {
            return algorithm.equals(token.getHeader().getAlgorithm()) && token.verify(verifier);
        } catch (JOSEException e) {
            return false;
        }
    }
}
