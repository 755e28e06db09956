package io.codecollab.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.server.auth.Grant;
import io.codecollab.server.auth.Identity;
import io.codecollab.server.auth.OwnTokens;
import io.codecollab.server.auth.Role;
import io.codecollab.server.document.DocumentName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a backend hands to a client of y-sweet: a token for one document, and no more rights than asked for.
 *
 * <pre>
 *   {"authorization": "full" | "read-only", "userId": text, "validForSeconds": 3600}
 * </pre>
 *
 * A token for somebody else, or for longer than the caller's own, is made for admins alone. Thread-safe.
 */
final class ClientTokens {

    private static final long DEFAULT_SECONDS = 3_600;
    private static final long MAX_SECONDS = 86_400;
    private static final int MAX_USER_LENGTH = 256;

    private final OwnTokens tokens;

    ClientTokens(OwnTokens tokens) {
        this.tokens = tokens;
    }

    /**
     * What goes into the answer: a token, and what it is good for.
     *
     * @throws IllegalArgumentException if it is not known what is wanted; the message is fit for the client
     * @throws io.codecollab.crdt.lib0.DecodeException if the body is not JSON
     */
    Map<String, Object> issue(byte[] body, Identity caller, Role role, DocumentName document) {
        String text = new String(body, UTF_8);
        Map<?, ?> wanted = !text.isBlank() && JsonText.read(text) instanceof Map<?, ?> fields ? fields : Map.of();
        boolean full = isFull(wanted.get("authorization")) && role.mayWrite();
        if (document.value().contains("*")) {
            throw new IllegalArgumentException("there are no client tokens for documents with a * in their name");
        }
        String user = caller.admin() ? userOr(wanted.get("userId"), caller.user()) : caller.user();
        Instant wantedUntil = Instant.now().plus(Duration.ofSeconds(seconds(wanted.get("validForSeconds"))));
        Instant until = caller.admin() || wantedUntil.isBefore(caller.expiresAt()) ? wantedUntil : caller.expiresAt();
        Identity client = new Identity(
                user,
                user.equals(caller.user()) ? caller.name() : user,
                false,
                List.of(new Grant(document.value(), full ? Role.EDITOR : Role.VIEWER)),
                until,
                true);
        return Map.of("token", tokens.issue(client), "authorization", full ? "full" : "read-only");
    }

    private static boolean isFull(@Nullable Object authorization) {
        if (authorization == null || authorization.equals("full")) {
            return true;
        } else if (authorization.equals("read-only")) {
            return false;
        }
        throw new IllegalArgumentException("authorization must be full or read-only");
    }

    private static String userOr(@Nullable Object userId, String caller) {
        if (userId == null) {
            return caller;
        }
        if (userId instanceof String user
                && !user.isBlank()
                && user.length() <= MAX_USER_LENGTH
                && user.codePoints().noneMatch(Character::isISOControl)) {
            return user;
        }
        throw new IllegalArgumentException("userId must have 1 to " + MAX_USER_LENGTH + " characters");
    }

    private static long seconds(@Nullable Object validForSeconds) {
        if (validForSeconds == null) {
            return DEFAULT_SECONDS;
        }
        if (validForSeconds instanceof Long seconds && seconds > 0) {
            return Math.min(seconds, MAX_SECONDS);
        }
        throw new IllegalArgumentException("validForSeconds must be a whole number of seconds");
    }
}
