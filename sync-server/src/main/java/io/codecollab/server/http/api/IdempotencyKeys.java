package io.codecollab.server.http.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.codecollab.server.http.HttpReply;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the answers to requests with a header {@code Idempotency-Key}, so that whoever asks again, not knowing whether it
 * worked, gets the same answer and nothing is done twice. Only on this instance, and only the last {@value #MAX_KEYS}.
 *
 * <p>Thread-safe.
 */
final class IdempotencyKeys {

    static final String HEADER = "Idempotency-Key";

    private static final int MAX_KEYS = 10_000;
    private static final int MAX_KEY_LENGTH = 255;

    private record Key(String user, String what, String key) {}

    private record Answered(byte[] request, CompletionStage<HttpReply> reply) {}

    // guarded by this
    private final Map<Key, Answered> answered = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Answered> eldest) {
            return size() > MAX_KEYS;
        }
    };

    /**
     * Does something, unless it was done before for the same user under the same key.
     *
     * @throws ProblemException if the key was used for another request
     */
    CompletionStage<HttpReply> once(Call call, Supplier<CompletionStage<HttpReply>> what) {
        @Nullable String text = call.request().headers().first(HEADER).orElse(null);
        if (text == null) {
            return what.get();
        }
        if (text.isEmpty() || text.length() > MAX_KEY_LENGTH) {
            throw ProblemException.badRequest(HEADER + " must have 1 to " + MAX_KEY_LENGTH + " characters");
        }
        String target = call.request().method() + " " + call.request().target().rawPath();
        return once(new Key(call.who().user(), target, text), digest(call), what);
    }

    private CompletionStage<HttpReply> once(Key key, byte[] request, Supplier<CompletionStage<HttpReply>> what) {
        CompletionStage<HttpReply> reply;
        synchronized (this) {
            Answered before = answered.get(key);
            if (before != null && !Arrays.equals(before.request(), request)) {
                throw new ProblemException(
                        422, "idempotency-key-reused", "this " + HEADER + " was used for another request");
            } else if (before != null) {
                return before.reply();
            }
            reply = what.get();
            answered.put(key, new Answered(request, reply));
        }
        return reply.whenComplete((answer, failure) -> {
            if (failure != null) {
                forget(key);
            }
        });
    }

    private synchronized void forget(Key key) {
        answered.remove(key);
    }

    private static byte[] digest(Call call) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(call.request().target().query().getBytes(UTF_8));
            return digest.digest(call.bytes());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
