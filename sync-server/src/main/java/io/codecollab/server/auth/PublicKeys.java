package io.codecollab.server.auth;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Public keys as people keep them: RSA and EC, in PEM. */
final class PublicKeys {

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PUBLIC KEY-----(?<base64>[\\sA-Za-z0-9+/=]+)-----END PUBLIC KEY-----");

    private PublicKeys() {}

    /**
     * Reads the first public key of a PEM file.
     *
     * @throws IllegalArgumentException if there is none; the message is fit for whoever wrote it
     */
    static PublicKey ofPem(String pem) {
        Matcher block = PEM.matcher(pem);
        if (!block.find()) {
            throw new IllegalArgumentException(
                    "--jwt-public-key must be a PEM file with a block BEGIN PUBLIC KEY ('openssl pkey -pubout' makes one)");
        }
        try {
            X509EncodedKeySpec key =
                    new X509EncodedKeySpec(Base64.getMimeDecoder().decode(block.group("base64")));
            try {
                return KeyFactory.getInstance("RSA").generatePublic(key);
            } catch (InvalidKeySpecException notRsa) {
                return KeyFactory.getInstance("EC").generatePublic(key);
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("--jwt-public-key is neither an RSA nor an EC key", e);
        }
    }
}
