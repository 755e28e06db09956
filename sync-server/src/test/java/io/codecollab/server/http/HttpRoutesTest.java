package io.codecollab.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.server.ops.Health;
import org.junit.jupiter.api.Test;

class HttpRoutesTest {

    private final HttpRoutes routes = new HttpRoutes(new Health());

    @Test
    void servesTheWebClientAtTheRoot() {
        HttpReply page = routes.answer("GET", "/");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.contentType()).isEqualTo("text/html; charset=utf-8");
        assertThat(new String(page.body(), UTF_8)).contains("<title>CodeCollab</title>");
    }

    @Test
    void saysThatItIsAlive() {
        HttpReply health = routes.answer("GET", "/healthz");

        assertThat(health.status()).isEqualTo(200);
        assertThat(new String(health.body(), UTF_8)).isEqualTo("{\"status\":\"alive\"}\n");
    }

    @Test
    void servesNothingThatIsNotOfTheWebClient() {
        for (String path : new String[] {
            "/missing.html",
            "/../logback.xml",
            "/..",
            "//",
            "/index",
            "",
            "/web/index.html",
            "/../io/codecollab/server/Main.class"
        }) {
            assertThat(routes.answer("GET", path).status()).as("path=%s", path).isEqualTo(404);
        }
    }

    @Test
    void answersNothingButGetAndHead() {
        assertThat(routes.answer("HEAD", "/").status()).isEqualTo(200);
        assertThat(routes.answer("POST", "/").status()).isEqualTo(405);
        assertThat(routes.answer("DELETE", "/healthz").status()).isEqualTo(405);
    }
}
