package io.codecollab.server.auth.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PasswordsTest {

    private final Passwords passwords = new Passwords(64, 1);

    @Test
    void knowsAPasswordByItsHash() {
        String hash = passwords.hash("correct horse");

        assertThat(passwords.verify("correct horse", hash)).isTrue();
        assertThat(passwords.verify("correct horsf", hash)).isFalse();
        assertThat(passwords.verify("", hash)).isFalse();
        assertThat(hash).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
    }

    @Test
    void hashesOnePasswordDifferentlyEachTime() {
        assertThat(passwords.hash("correct horse")).isNotEqualTo(passwords.hash("correct horse"));
    }

    @Test
    void takesAnAccentedLetterForTheSameHoweverItIsTyped() {
        assertThat(passwords.verify("pa\u0308sswort!!", passwords.hash("p\u00E4sswort!!")))
                .isTrue();
    }

    @Test
    void noPasswordHasTheDecoyAndItIsAsDear() {
        assertThat(passwords.verify("correct horse", passwords.decoy())).isFalse();
        assertThat(passwords.isOutdated(passwords.decoy())).isFalse();
    }

    @Test
    void noticesAHashWithOtherParameters() {
        assertThat(passwords.isOutdated(new Passwords(128, 1).hash("correct horse")))
                .isTrue();
        assertThat(passwords.isOutdated(passwords.hash("correct horse"))).isFalse();
    }

    @Test
    void boundsTheLength() {
        Passwords.require("0123456789");
        Passwords.require("😀".repeat(256));

        assertThatThrownBy(() -> Passwords.require("012345678")).hasMessageContaining("10 to 256");
        assertThatThrownBy(() -> Passwords.require("x".repeat(257))).hasMessageContaining("10 to 256");
    }
}
