package io.codecollab.server.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.codecollab.server.auth.Token;
import java.util.Base64;

/** Who attacks, by the token they come with. All but one of these are nobody; that one may read one document. */
enum Intruder {
    NOBODY(""),
    NONSENSE("let-me-in"),
    LONG("A.".repeat(3_000)),
    UNSIGNED(base64("{\"alg\":\"none\"}") + "." + base64("{\"sub\":\"root\",\"admin\":true}") + "."),
    EXPIRED(Token.of("olga").grant("*", "owner").expiresIn(-60).signed()),
    FORGED(Token.of("olga").claim("admin", true).signed("a secret that somebody guessed, 32 bytes")),
    OF_LATER(Token.of("olga").grant("*", "owner").claim("nbf", 4_102_444_800L).signed()),
    VIEWER(Token.of(Intruder.VIEWER_ID).grant(AttackTest.SHOWN, "viewer").signed());

    /** What the directory knows the viewer as. */
    static final String VIEWER_ID = "vic";

    private final String token;

    Intruder(String token) {
        this.token = token;
    }

    String token() {
        return token;
    }

    boolean mayRead(String document) {
        return this == VIEWER && document.equals(AttackTest.SHOWN);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }
}
