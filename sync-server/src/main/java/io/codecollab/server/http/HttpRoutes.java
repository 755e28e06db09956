package io.codecollab.server.http;

import io.codecollab.server.ops.Health;
import io.codecollab.server.ops.Metrics;
import io.codecollab.server.ops.Readiness;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Which path leads where. Thread-safe; nothing waits. */
public final class HttpRoutes {

    private final Health health;
    private final Readiness readiness;
    private final Metrics metrics;
    private final List<Site> sites;
    private final WebClient webClient = new WebClient();

    /** @param sites who is asked first, in this order */
    public HttpRoutes(Health health, Readiness readiness, Metrics metrics, Site... sites) {
        this.health = health;
        this.readiness = readiness;
        this.metrics = metrics;
        this.sites = List.of(sites);
    }

    /** Answers a request. */
    public CompletionStage<HttpReply> answer(HttpRequest request) {
        for (Site site : sites) {
            Optional<CompletionStage<HttpReply>> reply = site.answer(request);
            if (reply.isPresent()) {
                return reply.get();
            }
        }
        if (!request.isGet()) {
            return now(HttpReply.error(405, "only GET and HEAD are answered here"));
        }
        return switch (request.path()) {
            case "/healthz" -> now(HttpReply.json(health.alive()));
            case "/readyz" -> now(ready());
            case "/metrics" -> now(new HttpReply(200, Metrics.CONTENT_TYPE, HttpReply.utf8(metrics.scrape())));
            case "/ws", "/signaling" -> now(connect());
            default -> request.path().startsWith("/ws/") ? now(connect()) : webClient.answer(request);
        };
    }

    private static HttpReply connect() {
        return HttpReply.error(426, "connect with a WebSocket");
    }

    private static CompletionStage<HttpReply> now(HttpReply reply) {
        return CompletableFuture.completedFuture(reply);
    }

    private HttpReply ready() {
        Readiness.Report report = readiness.report();
        return new HttpReply(report.ready() ? 200 : 503, HttpReply.JSON, HttpReply.utf8(report.json()));
    }
}
