package io.codecollab.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CorsTest {

    private final Cors cors = new Cors(AllowedOrigins.of("https://editor.example"));

    @Test
    void aPageThatMayConnectIsToldSo() {
        HttpReply reply = cors.answer(Requests.of(
                        "OPTIONS",
                        "/api/v1/documents/a/text",
                        "Origin: https://editor.example",
                        "Host: sync.example",
                        "Access-Control-Request-Method: PATCH"))
                .orElseThrow();

        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.headers().get("access-control-allow-methods")).contains("PATCH");
        assertThat(reply.headers().get("access-control-allow-headers")).contains("authorization", "if-match");
    }

    @Test
    void anAnswerIsReadableForThatPageAlone() {
        HttpReply reply = HttpReply.json("{}");

        assertThat(cors.readable(Requests.of("GET", "/", "Origin: https://editor.example", "Host: a"), reply)
                        .headers())
                .containsEntry("access-control-allow-origin", "https://editor.example")
                .containsEntry("vary", "origin");
        assertThat(cors.readable(Requests.of("GET", "/", "Origin: https://evil.example", "Host: a"), reply)
                        .headers())
                .doesNotContainKey("access-control-allow-origin")
                .containsEntry("vary", "origin");
        assertThat(cors.readable(Requests.of("GET", "/", "Host: a"), reply).headers())
                .isEmpty();
    }

    @Test
    void pagesOfOtherSitesChangeNothing() {
        for (String method : new String[] {"POST", "PATCH", "PUT", "DELETE", "OPTIONS"}) {
            assertThat(cors.answer(Requests.of(method, "/doc/new", "Origin: https://evil.example", "Host: a"))
                            .orElseThrow()
                            .status())
                    .as(method)
                    .isEqualTo(403);
        }
        assertThat(cors.answer(Requests.of("GET", "/", "Origin: https://evil.example", "Host: a")))
                .isEmpty();
    }

    @Test
    void whoIsNoBrowserIsLeftAlone() {
        assertThat(cors.answer(Requests.of("POST", "/doc/new", "Host: a"))).isEmpty();
        assertThat(cors.answer(Requests.of("OPTIONS", "/doc/new", "Host: a"))).isEmpty();
        assertThat(cors.answer(Requests.of("POST", "/doc/new", "Host: a", "Origin: http://a")))
                .as("its own page")
                .isEmpty();
    }
}
