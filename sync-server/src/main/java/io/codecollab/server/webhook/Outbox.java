package io.codecollab.server.webhook;

import io.codecollab.persistence.Webhook;
import io.codecollab.persistence.WebhookDelivery;
import io.codecollab.persistence.WebhookStore;
import io.codecollab.server.ops.Drop;
import io.codecollab.server.ops.Metrics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what waits in the store, one after the other. A delivery that fails is tried again after ever longer pauses, for about
 * a day; receivers may get one twice, and know it by its id. One thread at a time.
 */
final class Outbox {

    private static final Logger log = LoggerFactory.getLogger(Outbox.class);

    private static final int BATCH = 16;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** A batch takes no longer than this, so that nobody else sends what is in it. */
    private static final long CLAIM_MS = (BATCH + 1) * TIMEOUT.toMillis();

    private static final long MAX_PAUSE_MS = Duration.ofHours(2).toMillis();
    private static final int MAX_ATTEMPTS = 22;

    private final WebhookStore store;
    private final Metrics metrics;
    private final long firstPauseMs;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** @param firstPauseMs after the first failure; it doubles */
    Outbox(WebhookStore store, Metrics metrics, long firstPauseMs) {
        this.store = store;
        this.metrics = metrics;
        this.firstPauseMs = firstPauseMs;
    }

    /**
     * Sends some of what is due.
     *
     * @return whether more may be due
     */
    boolean sendSome() throws InterruptedException {
        long nowMs = System.currentTimeMillis();
        List<WebhookDelivery> due = store.claim(nowMs, nowMs + CLAIM_MS, BATCH);
        int done = 0;
        try {
            for (; done < due.size(); done++) {
                WebhookDelivery delivery = due.get(done);
                Optional<Webhook> webhook = store.find(delivery.webhook());
                if (webhook.isPresent()) {
                    send(webhook.get(), delivery);
                }
            }
        } catch (InterruptedException e) {
            giveBack(due.subList(done, due.size()));
            throw e;
        }
        return due.size() == BATCH;
    }

    /** Lets whoever comes next send these at once, instead of when the claim is over. */
    private void giveBack(List<WebhookDelivery> claimed) {
        for (WebhookDelivery delivery : claimed) {
            store.postpone(delivery.id(), System.currentTimeMillis(), "the server was stopped");
        }
    }

    private void send(Webhook webhook, WebhookDelivery delivery) throws InterruptedException {
        String problem = attempt(webhook, delivery);
        if (problem.isEmpty()) {
            store.delivered(delivery.id());
        } else if (delivery.attempts() >= MAX_ATTEMPTS) {
            log.error("Gave up telling url={} of event={}: {}", webhook.url(), delivery.event(), problem);
            metrics.dropped(Drop.UNDELIVERED_WEBHOOK);
            store.delivered(delivery.id());
        } else {
            long pauseMs = pauseAfter(delivery.attempts());
            log.warn(
                    "Could not tell url={} of event={}, attempt={}, againInMs={}: {}",
                    webhook.url(),
                    delivery.event(),
                    delivery.attempts(),
                    pauseMs,
                    problem);
            store.postpone(delivery.id(), System.currentTimeMillis() + pauseMs, problem);
        }
    }

    private long pauseAfter(int attempts) {
        long pauseMs = firstPauseMs;
        for (int i = 1; i < attempts && pauseMs < MAX_PAUSE_MS; i++) {
            pauseMs *= 2;
        }
        return Math.min(pauseMs, MAX_PAUSE_MS);
    }

    /** What went wrong; empty if it was delivered. */
    private String attempt(Webhook webhook, WebhookDelivery delivery) throws InterruptedException {
        String id = "msg_" + delivery.id();
        long timestamp = System.currentTimeMillis() / 1_000;
        HttpRequest request = HttpRequest.newBuilder(URI.create(webhook.url()))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header("User-Agent", "CodeCollab")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(timestamp))
                .header("webhook-signature", Signature.of(webhook.secret(), id, timestamp, delivery.payload()))
                .POST(HttpRequest.BodyPublishers.ofString(delivery.payload()))
                .build();
        try {
            HttpResponse<Void> response = client.send(request, HttpResponse.BodyHandlers.discarding());
            return response.statusCode() / 100 == 2 ? "" : "status=" + response.statusCode();
        } catch (IOException e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }
}
