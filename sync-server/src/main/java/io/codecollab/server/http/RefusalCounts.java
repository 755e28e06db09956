package io.codecollab.server.http;

import io.codecollab.server.ops.Metrics;
import io.codecollab.server.ops.Refusal;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Counts the requests that a site refuses. Whoever may not even know that something exists is told that it does not, and is not
 * counted. Thread-safe.
 */
public record RefusalCounts(Site site, Metrics metrics) implements Site {

    @Override
    public Optional<CompletionStage<HttpReply>> answer(HttpRequest request) {
        return site.answer(request).map(reply -> reply.thenApply(this::counted));
    }

    private HttpReply counted(HttpReply reply) {
        switch (reply.status()) {
            case 401 -> metrics.refused(Refusal.TOKEN);
            case 403 -> metrics.refused(Refusal.ACCESS);
            case 429 -> metrics.refused(Refusal.RATE);
            default -> {}
        }
        return reply;
    }
}
