package io.codecollab.server.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves who sent a delivery and that nobody changed it, as in the Standard Webhooks specification (symmetric, {@code v1}):
 * HMAC-SHA256 over {@code id.timestamp.body}.
 *
 * <p>A secret that begins with {@code whsec_} is the base64 of the key, any other secret is the key itself.
 */
final class Signature {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String ENCODED_PREFIX = "whsec_";

    private Signature() {}

    /** The header {@code webhook-signature}. */
    static String of(String secret, String id, long timestampSeconds, String body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key(secret), ALGORITHM));
            byte[] hash = mac.doFinal((id + "." + timestampSeconds + "." + body).getBytes(UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    private static byte[] key(String secret) {
        if (secret.startsWith(ENCODED_PREFIX)) {
            try {
                return Base64.getDecoder().decode(secret.substring(ENCODED_PREFIX.length()));
            } catch (IllegalArgumentException e) {
                // not that encoding after all
            }
        }
        return secret.getBytes(UTF_8);
    }
}
