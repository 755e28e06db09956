package io.codecollab.server.http;

import io.codecollab.server.ops.Health;
import io.codecollab.server.ops.Metrics;
import io.codecollab.server.ops.Readiness;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Which path leads where. Thread-safe; nothing waits. */
public final class HttpRoutes {

    private final Health health;
    private final Readiness readiness;
    private final Metrics metrics;
    private final YSweetApi ySweet;
    private final WebClient webClient = new WebClient();

    public HttpRoutes(Health health, Readiness readiness, Metrics metrics, YSweetApi ySweet) {
        this.health = health;
        this.readiness = readiness;
        this.metrics = metrics;
        this.ySweet = ySweet;
    }

    /** Answers a request. */
    public CompletionStage<HttpReply> answer(HttpRequest request) {
        Optional<CompletionStage<HttpReply>> reply = ySweet.answer(request);
        return reply.orElseGet(() -> CompletableFuture.completedFuture(answerAtOnce(request)));
    }

    private HttpReply answerAtOnce(HttpRequest request) {
        if (!request.isGet()) {
            return HttpReply.error(405, "only GET and HEAD are answered here");
        }
        return switch (request.path()) {
            case "/healthz" -> HttpReply.json(health.alive());
            case "/readyz" -> ready();
            case "/metrics" -> new HttpReply(200, Metrics.CONTENT_TYPE, HttpReply.utf8(metrics.scrape()));
            case "/ws", "/signaling" -> HttpReply.error(426, "connect with a WebSocket");
            default ->
                request.path().startsWith("/ws/")
                        ? HttpReply.error(426, "connect with a WebSocket")
                        : webClient.file(request.path()).orElseGet(() -> HttpReply.error(404, "nothing here"));
        };
    }

    private HttpReply ready() {
        Readiness.Report report = readiness.report();
        return new HttpReply(report.ready() ? 200 : 503, HttpReply.JSON, HttpReply.utf8(report.json()));
    }
}
