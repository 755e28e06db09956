package io.codecollab.server.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file of the web client in one of its forms. Immutable as long as nobody writes to the bytes.
 *
 * @param bytes as they are sent
 * @param coding what was done to them
 * @param etag names what is in the file and its form, with the quotes of the header of that name
 */
record WebFile(byte[] bytes, ContentCoding coding, String etag) {

    private static final int ETAG_BYTES = 12;

    static WebFile of(byte[] bytes, ContentCoding coding) {
        return new WebFile(bytes, coding, '"' + HexFormat.of().formatHex(digest(bytes), 0, ETAG_BYTES) + '"');
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Whether a client that sends this header {@code If-None-Match} has it already. */
    boolean isKnownTo(String ifNoneMatch) {
        for (String known : ifNoneMatch.split(",", -1)) {
            String tag = known.strip();
            if (tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag)) {
                return true;
            }
        }
        return false;
    }
}
