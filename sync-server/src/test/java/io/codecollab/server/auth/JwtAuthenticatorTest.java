package io.codecollab.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.codecollab.server.auth.AuthException.Problem;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwtAuthenticatorTest {

    private static final AuthConfig BY_SECRET = config(Token.SECRET, "", "");
    private static final OwnTokens OWN = OwnTokens.random();
    private static final RSAKey RSA = KeyServer.newKey("rsa");

    /** No pause between two attempts to fetch keys, which never get old. */
    private static final PublishedKeys.Timing AT_ONCE = new PublishedKeys.Timing(Long.MAX_VALUE, 0);

    private JwtAuthenticator authenticator = new JwtAuthenticator(BY_SECRET, OWN);

    @AfterEach
    void close() {
        authenticator.close();
    }

    @Test
    void readsWhoItIsAndWhatTheyMayDo() {
        Instant before = Instant.now();
        Identity who = identify(Token.of("u1")
                .claim("name", "Ann")
                .claim("admin", true)
                .grant("team/*", "editor")
                .grant("x", "viewer")
                .signed());

        assertThat(who.user()).isEqualTo("u1");
        assertThat(who.name()).isEqualTo("Ann");
        assertThat(who.admin()).isTrue();
        assertThat(who.grants())
                .containsExactlyInAnyOrder(new Grant("team/*", Role.EDITOR), new Grant("x", Role.VIEWER));
        assertThat(who.confined()).isFalse();
        assertThat(who.expiresAt())
                .isBetween(before.plusSeconds(3_629), Instant.now().plusSeconds(3_631));
    }

    @Test
    void whoHasNoNameIsCalledByTheirIdAndWhoHasNoExpiryStays() {
        Identity who = identify(Token.of("u1").without("exp").signed());

        assertThat(who).isEqualTo(new Identity("u1", "u1", false, List.of(), Instant.MAX));
    }

    @Test
    void asksForATokenWhenThereIsNone() {
        assertThat(problemOf("")).isEqualTo(Problem.MISSING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a.b.c", "...", "eyJhbGciOiJIUzI1NiJ9", "eyJhbGciOiJIUzI1NiJ9.e30", "\u0000.\u0000."})
    void saysWhatIsNoToken(String token) {
        assertThat(problemOf(token)).isEqualTo(Problem.MALFORMED);
    }

    @Test
    void readsNoTokenThatIsTooLong() {
        String token = Token.of("u1").claim("padding", "x".repeat(8_192)).signed();

        assertThat(problemOf(token)).isEqualTo(Problem.MALFORMED);
    }

    @Test
    void refusesAnotherSecretAndAChangedClaim() {
        String good = Token.of("u1").signed();
        String forged = good.substring(0, good.indexOf('.') + 1)
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("{\"sub\":\"u1\",\"admin\":true}".getBytes(UTF_8))
                + good.substring(good.lastIndexOf('.'));

        assertThat(problemOf(Token.of("u1").signed(Token.SECRET + "!"))).isEqualTo(Problem.REFUSED);
        assertThat(problemOf(forged)).isEqualTo(Problem.REFUSED);
    }

    @Test
    void refusesTokensThatNobodySigned() {
        String none = new PlainJWT(Token.of("u1").claims()).serialize();
        String unsigned = Token.of("u1").signed();
        unsigned = unsigned.substring(0, unsigned.lastIndexOf('.') + 1);

        assertThat(problemOf(none)).isEqualTo(Problem.MALFORMED);
        for (String algorithm : List.of("none", "None", "NONE", "nOnE")) {
            String header = "{\"alg\":\"" + algorithm + "\"}";
            String token = Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(UTF_8))
                    + unsigned.substring(unsigned.indexOf('.'));
            assertThat(problemOf(token)).as(algorithm).isIn(Problem.MALFORMED, Problem.REFUSED);
            assertThat(problemOf(token + "AAAA")).as(algorithm).isIn(Problem.MALFORMED, Problem.REFUSED);
        }
    }

    @Test
    void refusesOtherAlgorithmsOfTheSameSecret() throws Exception {
        String longSecret = Token.SECRET + Token.SECRET;
        use(config(longSecret, "", ""));

        String token = Token.of("u1").signed(JWSAlgorithm.HS512, new MACSigner(longSecret.getBytes(UTF_8)));

        assertThat(problemOf(token)).isEqualTo(Problem.REFUSED);
    }

    @Test
    void doesNotTakeAPublicKeyForASecret() throws Exception {
        String pem = pem(RSA.toPublicKey());
        use(config("", pem, ""));

        assertThat(identify(Token.of("u1").signed(RSA)).user()).isEqualTo("u1");
        assertThat(problemOf(Token.of("u1").signed(pem))).isEqualTo(Problem.REFUSED);
        assertThat(problemOf(Token.of("u1").signed(RSA.toPublicKey().getEncoded())))
                .isEqualTo(Problem.REFUSED);
    }

    @Test
    void takesNoKeyThatATokenBringsAlong() throws Exception {
        RSAKey mine = KeyServer.newKey("mine");
        use(config("", pem(RSA.toPublicKey()), ""));
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .jwk(mine.toPublicJWK())
                .build();
        SignedJWT jwt = new SignedJWT(header, Token.of("u1").claims());
        jwt.sign(new RSASSASigner(mine));

        assertThat(problemOf(jwt.serialize())).isEqualTo(Problem.REFUSED);
    }

    @Test
    void takesEllipticCurveKeys() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();
        use(config("", pem(key.toPublicKey()), ""));

        assertThat(identify(Token.of("u1").signed(key)).user()).isEqualTo("u1");
        assertThat(problemOf(Token.of("u1").signed(new ECKeyGenerator(Curve.P_256).generate())))
                .isEqualTo(Problem.REFUSED);
    }

    @Test
    void refusesWhatIsOverOrHasNotBegunButForClocksThatAreApart() {
        long now = Instant.now().getEpochSecond();

        assertThat(problemOf(Token.of("u1").expiresIn(-40).signed())).isEqualTo(Problem.EXPIRED);
        assertThat(problemOf(Token.of("u1").claim("nbf", now + 40).signed())).isEqualTo(Problem.REFUSED);
        assertThat(identify(Token.of("u1").expiresIn(-20).signed()).user()).isEqualTo("u1");
        assertThat(identify(Token.of("u1").claim("nbf", now + 20).signed()).user())
                .isEqualTo("u1");
    }

    @Test
    void takesTokensOfOneIssuerForOneAudience() {
        use(new AuthConfig(AuthConfig.Mode.JWT, Token.SECRET, "", "", "https://issuer.example", "editors"));
        Token token = Token.of("u1").claim("iss", "https://issuer.example").claim("aud", List.of("others", "editors"));

        assertThat(identify(token.signed()).user()).isEqualTo("u1");
        assertThat(problemOf(token.claim("aud", "others").signed())).isEqualTo(Problem.REFUSED);
        assertThat(problemOf(token.without("aud").signed())).isEqualTo(Problem.REFUSED);
        assertThat(problemOf(token.claim("aud", "editors")
                        .claim("iss", "https://issuer.example/")
                        .signed()))
                .isEqualTo(Problem.REFUSED);
        assertThat(problemOf(token.without("iss").signed())).isEqualTo(Problem.REFUSED);
    }

    @Test
    void refusesClaimsThatMakeNoSense() {
        assertThat(problemOf(Token.of("u1").without("sub").signed())).isEqualTo(Problem.REFUSED);
        assertThat(problemOf(Token.of(" ").signed())).isEqualTo(Problem.REFUSED);
        assertThat(problemOf(Token.of("a\nb").signed())).isEqualTo(Problem.REFUSED);
        assertThat(problemOf(Token.of("u".repeat(257)).signed())).isEqualTo(Problem.REFUSED);
        assertThat(problemOf(Token.of("u1").claim("name", "n".repeat(257)).signed()))
                .isEqualTo(Problem.REFUSED);
        assertThat(problemOf(Token.of("u1").claim("admin", "true").signed())).isEqualTo(Problem.REFUSED);
        assertThat(problemOf(Token.of("u1").grant("x", "god").signed())).isEqualTo(Problem.REFUSED);
        assertThat(problemOf(Token.of("u1").claim("documents", "all").signed())).isEqualTo(Problem.REFUSED);
        assertThat(problemOf(Token.of("u1").type("secevent+jwt").signed())).isEqualTo(Problem.REFUSED);
    }

    @Test
    void takesItsOwnTokensAndNobodyElseMakesThem() {
        Identity ann = new Identity(
                "u1",
                "Ann",
                false,
                List.of(new Grant("x", Role.VIEWER)),
                Instant.ofEpochSecond(Instant.now().getEpochSecond() + 60),
                true);
        use(new AuthConfig(AuthConfig.Mode.JWT, Token.SECRET, "", "", "https://issuer.example", "editors"));

        assertThat(identify(OWN.issue(ann))).isEqualTo(ann);
        assertThat(problemOf(OwnTokens.random().issue(ann))).isEqualTo(Problem.REFUSED);
        assertThat(problemOf(Token.of("u1").keyId("codecollab").signed())).isEqualTo(Problem.REFUSED);
    }

    @Test
    void anOwnTokenThatIsOverIsExpired() {
        Identity ann = new Identity("u1", "Ann", false, List.of(), Instant.now().minusSeconds(1));

        assertThat(problemOf(OWN.issue(ann))).isEqualTo(Problem.EXPIRED);
    }

    @Test
    void takesPublishedKeysAndNewOnesWhenATokenNamesThem() {
        try (KeyServer issuer = new KeyServer()) {
            use(config("", "", issuer.url()), AT_ONCE);
            assertThat(identify(issuer.sign(Token.of("u1"))).user()).isEqualTo("u1");
            RSAKey old = issuer.key();

            issuer.rotate();

            assertThat(identify(issuer.sign(Token.of("u2"))).user()).isEqualTo("u2");
            assertThat(problemOf(Token.of("u1").keyId(old.getKeyID()).signed(old)))
                    .isEqualTo(Problem.REFUSED);
        }
    }

    @Test
    void publishedKeysOutliveAnOutage() {
        try (KeyServer issuer = new KeyServer()) {
            use(config("", "", issuer.url()), AT_ONCE);
            String known = issuer.sign(Token.of("u1"));
            assertThat(identify(known).user()).isEqualTo("u1");
            issuer.rotate();
            String unknown = issuer.sign(Token.of("u2"));
            issuer.down(true);

            assertThat(problemOf(unknown)).isEqualTo(Problem.UNAVAILABLE);
            assertThat(identify(known).user()).isEqualTo("u1");

            issuer.down(false);
            assertThat(identify(unknown).user()).isEqualTo("u2");
        }
    }

    @Test
    void comesUpWithoutTheIssuerAndFindsItLater() {
        try (KeyServer issuer = new KeyServer()) {
            issuer.down(true);
            use(config("", "", issuer.url()), AT_ONCE);
            String token = issuer.sign(Token.of("u1"));
            assertThat(problemOf(token)).isEqualTo(Problem.UNAVAILABLE);

            issuer.publish("<html>not keys</html>");
            issuer.down(false);
            assertThat(problemOf(token)).isEqualTo(Problem.UNAVAILABLE);

            issuer.publish(List.of(issuer.key()));
            assertThat(identify(token).user()).isEqualTo("u1");
        }
    }

    @Test
    void strangersCannotMakeItAskForKeysWithoutEnd() {
        try (KeyServer issuer = new KeyServer()) {
            use(config("", "", issuer.url()), new PublishedKeys.Timing(300_000, 60_000));
            assertThat(identify(issuer.sign(Token.of("u1"))).user()).isEqualTo("u1");

            for (int i = 0; i < 20; i++) {
                assertThat(problemOf(Token.of("u1").keyId("made-up-" + i).signed(RSA)))
                        .isEqualTo(Problem.UNAVAILABLE);
            }

            assertThat(issuer.requestCount()).isEqualTo(1);
        }
    }

    @Test
    void oldKeysAreFetchedAgainWhileTheyAreUsed() throws InterruptedException {
        try (KeyServer issuer = new KeyServer()) {
            use(config("", "", issuer.url()), new PublishedKeys.Timing(0, 0));
            String token = issuer.sign(Token.of("u1"));
            assertThat(identify(token).user()).isEqualTo("u1");
            issuer.rotate();

            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (isTaken(token)) { // until the new keys have replaced the old ones
                assertThat(System.nanoTime()).isLessThan(deadlineNs);
                Thread.sleep(5);
            }
        }
    }

    @Test
    void readsNoEndlessListOfKeys() {
        try (KeyServer issuer = new KeyServer()) {
            issuer.publish("{\"keys\":[" + " ".repeat(300 << 10) + "]}");
            use(config("", "", issuer.url()), AT_ONCE);

            assertThat(problemOf(issuer.sign(Token.of("u1")))).isEqualTo(Problem.UNAVAILABLE);
        }
    }

    @Test
    void publishedKeysThatAreNotForSignaturesOfThisKindDoNotCount() throws Exception {
        try (KeyServer issuer = new KeyServer()) {
            RSAKey forEncryption = new RSAKeyGenerator(2_048)
                    .keyID("enc")
                    .keyUse(KeyUse.ENCRYPTION)
                    .generate();
            issuer.publish(List.of(issuer.key(), forEncryption));
            use(config("", "", issuer.url()), AT_ONCE);

            assertThat(problemOf(Token.of("u1").keyId("enc").signed(forEncryption)))
                    .isEqualTo(Problem.REFUSED);
        }
    }

    @Test
    void refusesSecretsThatCanBeGuessedAndKeysThatAreNone() {
        assertThatThrownBy(() -> config("short", "", ""))
                .hasMessage("--jwt-secret must have at least 32 bytes, bytes=5");
        assertThatThrownBy(() -> config("", "ssh-rsa AAAA", "")).hasMessageContaining("BEGIN PUBLIC KEY");
        assertThatThrownBy(() -> config("", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", ""))
                .hasMessageContaining("neither an RSA nor an EC key");
        assertThatThrownBy(() -> config("", "", "file:///etc/passwd")).hasMessageContaining("--jwks-url");
        assertThat(BY_SECRET.toString()).doesNotContain(Token.SECRET);
    }

    private static AuthConfig config(String secret, String publicKey, String jwksUrl) {
        return new AuthConfig(AuthConfig.Mode.JWT, secret, publicKey, jwksUrl, "", "");
    }

    private void use(AuthConfig config) {
        use(config, PublishedKeys.Timing.DEFAULT);
    }

    private void use(AuthConfig config, PublishedKeys.Timing timing) {
        authenticator.close();
        authenticator = new JwtAuthenticator(config, OWN, timing, InstantSource.system());
    }

    private Identity identify(String token) {
        return authenticator
                .authenticate(token)
                .toCompletableFuture()
                .orTimeout(Duration.ofSeconds(20).toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private boolean isTaken(String token) {
        try {
            identify(token);
            return true;
        } catch (CompletionException e) {
            return false;
        }
    }

    private Problem problemOf(String token) {
        try {
            throw new AssertionError("taken as " + identify(token));
        } catch (CompletionException e) {
            return AuthException.of(e).problem();
        }
    }

    private static String pem(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }
}
