package io.codecollab.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignatureTest {

    /** The example that the libraries of the Standard Webhooks specification are tested with. */
    @Test
    void isThatOfTheSpecification() {
        assertThat(Signature.of(
                        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        1_614_265_330,
                        "{\"test\": 2432232314}"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void aSecretWithoutEncodingIsTheKey() {
        String plain = Signature.of("a".repeat(24), "msg_1", 1, "{}");

        assertThat(plain).startsWith("v1,").isNotEqualTo(Signature.of("b".repeat(24), "msg_1", 1, "{}"));
        assertThat(Signature.of("whsec_YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFh", "msg_1", 1, "{}"))
                .isEqualTo(plain);
    }

    @Test
    void everythingCounts() {
        String signed = Signature.of("a".repeat(24), "msg_1", 1, "{}");

        assertThat(signed)
                .isNotEqualTo(Signature.of("a".repeat(24), "msg_2", 1, "{}"))
                .isNotEqualTo(Signature.of("a".repeat(24), "msg_1", 2, "{}"))
                .isNotEqualTo(Signature.of("a".repeat(24), "msg_1", 1, "{ }"));
    }
}
