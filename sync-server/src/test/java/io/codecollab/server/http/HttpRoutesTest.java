package io.codecollab.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.server.document.Documents;
import io.codecollab.server.document.DocumentsConfig;
import io.codecollab.server.document.ScriptedJournal;
import io.codecollab.server.ops.Health;
import io.codecollab.server.ops.Metrics;
import io.codecollab.server.ops.Readiness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpRoutesTest {

    private final Metrics metrics = new Metrics();
    private final Readiness readiness = new Readiness();
    private final Documents documents =
            new Documents(ScriptedJournal.committingAtOnce(), DocumentsConfig.defaults(), metrics);
    private final HttpRoutes routes = new HttpRoutes(new Health(), readiness, metrics, new YSweetApi(documents));

    @AfterEach
    void close() {
        documents.close();
        metrics.close();
    }

    @Test
    void servesTheWebClientAtTheRoot() {
        HttpReply page = answer("GET", "/");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.contentType()).isEqualTo("text/html; charset=utf-8");
        assertThat(new String(page.body(), UTF_8)).contains("<title>CodeCollab</title>");
    }

    @Test
    void saysThatItIsAlive() {
        HttpReply health = answer("GET", "/healthz");

        assertThat(health.status()).isEqualTo(200);
        assertThat(new String(health.body(), UTF_8)).isEqualTo("{\"status\":\"alive\"}\n");
    }

    @Test
    void saysWhetherItIsReady() {
        assertThat(answer("GET", "/readyz").status()).isEqualTo(503);

        readiness.started();

        assertThat(answer("GET", "/readyz").status()).isEqualTo(200);
    }

    @Test
    void showsItsMetrics() {
        HttpReply page = answer("GET", "/metrics");

        assertThat(page.contentType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(new String(page.body(), UTF_8)).contains("codecollab_stage_seconds_count{stage=\"merge\"} 0");
    }

    @Test
    void saysThatAWebSocketIsWanted() {
        for (String path : new String[] {"/ws", "/ws/room", "/signaling"}) {
            assertThat(answer("GET", path).status()).as("path=%s", path).isEqualTo(426);
        }
    }

    @Test
    void servesNothingThatIsNotOfTheWebClient() {
        for (String path : new String[] {
            "/missing.html",
            "/../logback.xml",
            "/..",
            "//",
            "/index",
            "/accounts",
            "/admin/",
            "/d",
            "/d/",
            "/d/room/ws/room",
            "/assets/sample-0123.js.br",
            "/assets//sample-0123.js",
            "/assets/missing-0123.js",
            "",
            "/web/index.html",
            "/../io/codecollab/server/Main.class"
        }) {
            assertThat(answer("GET", path).status()).as("path=%s", path).isEqualTo(404);
        }
    }

    @Test
    void answersNothingButGetAndHead() {
        assertThat(answer("HEAD", "/").status()).isEqualTo(200);
        assertThat(answer("POST", "/").status()).isEqualTo(405);
        assertThat(answer("DELETE", "/healthz").status()).isEqualTo(405);
    }

    private HttpReply answer(String method, String path) {
        HttpRequest request = Requests.of(method, path);
        return routes.answer(request).toCompletableFuture().join();
    }
}
