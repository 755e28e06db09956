package io.codecollab.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.codecollab.server.auth.AuthException.Problem;
import io.codecollab.server.ops.Workers;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes JSON Web Tokens (RFC 7519) for who somebody is.
 *
 * <pre>
 *   token -> header: which key, which algorithm -> signature -> issuer, audience, times -> identity
 * </pre>
 *
 * A key counts for one algorithm. What the token's header says about its algorithm must be that of the key, so that no token
 * is checked with the public key as a secret, and none without a signature. Thread-safe.
 */
public final class JwtAuthenticator implements Authenticator, AutoCloseable {

    /** Longer than any issuer's; the length of what is parsed must have a bound. */
    public static final int MAX_TOKEN_LENGTH = 8_192;

    /** A token for something else, such as proving the possession of a key, must not open a document. */
    private static final Set<String> TYPES = Set.of("JWT", "jwt", "at+jwt");

    private static final int THREADS = 2;
    private static final int MAX_WAITING = 10_000;

    private final AuthConfig config;
    private final VerificationKey own;
    private final List<VerificationKey> fixed;
    private final @Nullable PublishedKeys published;
    private final InstantSource clock;
    private final Workers checkers;

    /** Begins to fetch published keys. */
    public JwtAuthenticator(AuthConfig config, OwnTokens own) {
        this(config, own, PublishedKeys.Timing.DEFAULT, InstantSource.system());
    }

    JwtAuthenticator(AuthConfig config, OwnTokens own, PublishedKeys.Timing timing, InstantSource clock) {
        this.config = config;
        this.own = own.key();
        this.clock = clock;
        this.fixed = new ArrayList<>();
        if (!config.jwtSecret().isEmpty()) {
            fixed.add(VerificationKey.ofSecret(config.jwtSecret().getBytes(UTF_8)));
        }
        if (!config.jwtPublicKey().isEmpty()) {
            fixed.add(VerificationKey.of(PublicKeys.ofPem(config.jwtPublicKey())));
        }
        checkers = new Workers("codecollab-auth", THREADS, MAX_WAITING, JwtAuthenticator::busy);
        published = config.jwksUrl().isEmpty()
                ? null
                : new PublishedKeys(
                        config.jwksUrl(), timing, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), checkers);
        if (published != null) {
            published.fetch();
        }
    }

    @Override
    public CompletionStage<Identity> authenticate(String token) {
        if (token.isEmpty()) {
            return failed(Problem.MISSING, "a token is needed");
        }
        if (token.length() > MAX_TOKEN_LENGTH) {
            return failed(Problem.MALFORMED, "the token is too long, length=" + token.length());
        }
        return checkers.run(() -> parse(token)).thenCompose(this::check);
    }

    private static AuthException busy() {
        return new AuthException(Problem.UNAVAILABLE, "too many tokens wait to be checked");
    }

    private static CompletionStage<Identity> failed(Problem problem, String message) {
        return CompletableFuture.failedFuture(new AuthException(problem, message));
    }

    private static SignedJWT parse(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token); // refuses the algorithm "none"
            JOSEObjectType type = jwt.getHeader().getType();
            if (type != null && !TYPES.contains(type.getType())) {
                throw new AuthException(Problem.REFUSED, "the token is of a kind that does not count here");
            }
            return jwt;
        } catch (ParseException | IllegalArgumentException e) {
            throw new AuthException(Problem.MALFORMED, "this is not a signed JSON Web Token", e);
        }
    }

    private CompletionStage<Identity> check(SignedJWT token) {
        String keyId =
                token.getHeader().getKeyID() == null ? "" : token.getHeader().getKeyID();
        if (keyId.equals(OwnTokens.KEY_ID)) {
            requireSignature(token, List.of(own));
            return CompletableFuture.completedFuture(read(token, OwnTokens.NAME, OwnTokens.NAME));
        }
        if (published == null || fixed.stream().anyMatch(key -> key.verifies(token))) {
            return CompletableFuture.completedFuture(checked(token, fixed));
        }
        return published.find(keyId).thenApplyAsync(keys -> checked(token, keys), checkers);
    }

    private Identity checked(SignedJWT token, List<VerificationKey> keys) {
        requireSignature(token, keys);
        return read(token, config.jwtIssuer(), config.jwtAudience());
    }

    private static void requireSignature(SignedJWT token, List<VerificationKey> keys) {
        if (keys.stream().noneMatch(key -> key.verifies(token))) {
            throw new AuthException(Problem.REFUSED, "the token was not signed by anybody known here");
        }
    }

    private Identity read(SignedJWT token, String issuer, String audience) {
        JWTClaimsSet claims;
        try {
            claims = token.getJWTClaimsSet();
        } catch (ParseException e) {
            throw new AuthException(Problem.MALFORMED, "the token's claims cannot be read", e);
        }
        return Claims.read(claims, issuer, audience, clock.instant());
    }

    /** Checks no more tokens. */
    @Override
    public void close() {
        checkers.close();
    }
}
