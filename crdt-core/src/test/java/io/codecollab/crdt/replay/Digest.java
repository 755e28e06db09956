package io.codecollab.crdt.replay;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The short form of bytes in a run file: the first 8 bytes of their SHA-256, in hex. Stateless. */
final class Digest {

    static final int HEX_DIGITS = 16;

    private Digest() {}

    static String of(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash, 0, HEX_DIGITS / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * Whether bytes are the recorded ones.
     *
     * @param recorded the bytes in hex, or their digest; an update of exactly 8 bytes is never recorded as a digest of 16
     *     digits that differs from its own, so either match will do
     */
    static boolean matches(String recorded, byte[] bytes) {
        String hex = HexFormat.of().formatHex(bytes);
        return recorded.equals(hex) || (recorded.length() == HEX_DIGITS && recorded.equals(of(bytes)));
    }
}
