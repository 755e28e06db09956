package io.codecollab.server.http.api;

import io.codecollab.crdt.Replica;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Names of versions of a document: two are equal when the same was inserted and the same was deleted. RFC 9110, section 8.8.3.
 */
final class ETags {

    private static final int BYTES = 15;

    private ETags() {}

    /** The name of a replica's version, quotes included. */
    static String of(Replica replica) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] inserted = replica.encodeStateVector();
            digest.update(inserted);
            digest.update(replica.encodeStateAsUpdate(inserted)); // nothing but deletions, and what waits
            byte[] hash = Arrays.copyOf(digest.digest(), BYTES);
            return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** Whether a version is among those of a header {@code If-Match} or {@code If-None-Match}. */
    static boolean matches(String header, String etag) {
        if (header.strip().equals("*")) {
            return true;
        }
        return Arrays.stream(header.split(",", -1))
                .map(String::strip)
                .map(each -> each.startsWith("W/") ? each.substring(2) : each) // proxies that compress weaken them
                .anyMatch(etag::equals);
    }
}
