package io.codecollab.server.auth;

import com.nimbusds.jose.jwk.JWKSet;
import io.codecollab.server.auth.AuthException.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys which somebody publishes at a URL, as a JWK set (RFC 7517). They are fetched again when they are old, and when a token
 * names one that is not among them; known ones go on counting while the URL does not answer. Thread-safe.
 */
final class PublishedKeys implements KeySource {

    private static final Logger log = LoggerFactory.getLogger(PublishedKeys.class);

    private static final int MAX_BYTES = 256 << 10;
    private static final int MAX_KEYS = 32;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /**
     * How often keys are fetched.
     *
     * @param maxAgeMs older keys are fetched again while they are used
     * @param minPauseMs between two attempts, whatever tokens name: strangers must not make this server ask without end
     */
    record Timing(long maxAgeMs, long minPauseMs) {

        static final Timing DEFAULT = new Timing(300_000, 5_000);
    }

    private final URI url;
    private final Timing timing;
    private final LongSupplier nowMs;
    private final HttpClient http;

    private volatile List<VerificationKey> known = List.of();

    // guarded by this
    private boolean fetchedOnce;
    private long fetchedMs;
    private long attemptedMs;
    private @Nullable CompletableFuture<Void> attempt;

    /** @param nowMs milliseconds from any fixed point, never running backwards */
    PublishedKeys(String url, Timing timing, LongSupplier nowMs, Executor executor) {
        this.url = URI.create(url);
        this.timing = timing;
        this.nowMs = nowMs;
        this.http = HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(executor)
                .build();
        this.attemptedMs = nowMs.getAsLong() - timing.minPauseMs();
    }

    @Override
    public CompletionStage<List<VerificationKey>> find(String id) {
        List<VerificationKey> keys = named(id);
        if (!keys.isEmpty()) {
            if (isOld()) {
                fetch(); // those who come later have them
            }
            return CompletableFuture.completedFuture(keys);
        }
        return fetch().<CompletionStage<List<VerificationKey>>>map(fetched -> fetched.thenApply(done -> namedNow(id)))
                .orElseGet(() -> CompletableFuture.failedFuture(unavailable()));
    }

    private List<VerificationKey> named(String id) {
        return known.stream()
                .filter(key -> id.isEmpty() || key.id().isEmpty() || key.id().equals(id))
                .toList();
    }

    private List<VerificationKey> namedNow(String id) {
        synchronized (this) {
            if (!fetchedOnce || fetchedMs < attemptedMs) {
                throw unavailable();
            }
        }
        return named(id);
    }

    private static AuthException unavailable() {
        return new AuthException(Problem.UNAVAILABLE, "the key of the token cannot be fetched now");
    }

    private synchronized boolean isOld() {
        return nowMs.getAsLong() - fetchedMs > timing.maxAgeMs();
    }

    /** Fetches the keys, or waits for whoever is about to; empty if it is too soon. The stage never fails. */
    Optional<CompletableFuture<Void>> fetch() {
        CompletableFuture<Void> mine;
        synchronized (this) {
            if (attempt != null) {
                return Optional.of(attempt);
            }
            if (nowMs.getAsLong() - attemptedMs < timing.minPauseMs()) {
                return Optional.empty();
            }
            attemptedMs = nowMs.getAsLong();
            mine = new CompletableFuture<>();
            attempt = mine;
        }
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("accept", "application/json")
                .timeout(TIMEOUT)
                .build();
        var unused = http.sendAsync(request, answer -> new BoundedBody(MAX_BYTES))
                .orTimeout(2 * TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(PublishedKeys::read)
                .whenComplete((keys, failure) -> {
                    end(keys, failure);
                    mine.complete(null);
                });
        return Optional.of(mine);
    }

    private synchronized void end(@Nullable List<VerificationKey> keys, @Nullable Throwable failure) {
        attempt = null;
        if (keys == null) {
            log.warn("Could not fetch the keys of tokens, url={}: {}", url, String.valueOf(failure));
            return;
        }
        known = keys;
        fetchedOnce = true;
        fetchedMs = nowMs.getAsLong();
    }

    private static List<VerificationKey> read(HttpResponse<byte[]> answer) {
        try {
            if (answer.statusCode() != 200) {
                throw new IOException("status=" + answer.statusCode());
            }
            List<VerificationKey> keys =
                    JWKSet.parse(new String(answer.body(), StandardCharsets.UTF_8)).getKeys().stream()
                            .flatMap(key -> VerificationKey.of(key).stream())
                            .limit(MAX_KEYS)
                            .toList();
            if (keys.isEmpty()) {
                throw new IOException("no key for RS256 or ES256 among them");
            }
            return keys;
        } catch (ParseException | IOException e) {
            throw new CompletionException(e);
        }
    }
}
