package io.codecollab.server.webhook;

import io.codecollab.persistence.Webhook;
import io.codecollab.persistence.WebhookStore;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.ops.Drop;
import io.codecollab.server.ops.Metrics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells somebody outside what happens to documents. What happened is put into the database within moments and stays there until
 * it was told. That a document changed is told when nobody has edited it for {@value #QUIET_MS} ms, or after {@value
 * #LONGEST_MS} ms.
 *
 * <p>Thread-safe; nothing but {@link #close} waits.
 */
public final class Webhooks implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Webhooks.class);

    private static final String ID = "flags";
    private static final long QUIET_MS = 2_000;
    private static final long LONGEST_MS = 10_000;
    private static final long FIRST_PAUSE_MS = 5_000;
    private static final long IDLE_MS = 500;
    private static final long CLOSE_TIMEOUT_MS = 5_000;

    /** What waits for the database, and what waits in it. */
    private static final int MAX_WAITING_EVENTS = 10_000;

    private static final int MAX_WAITING_DELIVERIES = 100_000;

    private final boolean isOn;
    private final WebhookStore store;
    private final Metrics metrics;
    private final Outbox outbox;
    private final Debounce changes = new Debounce(QUIET_MS, LONGEST_MS);
    private final Queue<WebhookEvent> events = new ArrayBlockingQueue<>(MAX_WAITING_EVENTS);
    private final Thread thread = new Thread(this::run, "codecollab-webhook");
    private volatile boolean closed;
    private boolean failing; // own thread only

    private Webhooks(boolean isOn, WebhookStore store, Metrics metrics, long firstPauseMs) {
        this.isOn = isOn;
        this.store = store;
        this.metrics = metrics;
        this.outbox = new Outbox(store, metrics, firstPauseMs);
    }

    /**
     * Begins to tell. Waits for the database.
     *
     * @throws io.codecollab.persistence.StoreUnavailableException if it cannot be reached
     */
    public static Webhooks start(WebhookConfig config, WebhookStore store, Metrics metrics) {
        return start(config, store, metrics, FIRST_PAUSE_MS);
    }

    static Webhooks start(WebhookConfig config, WebhookStore store, Metrics metrics, long firstPauseMs) {
        if (config.isOn()) {
            Set<String> all = Arrays.stream(WebhookEvent.Type.values())
                    .map(WebhookEvent.Type::text)
                    .collect(Collectors.toSet());
            store.put(new Webhook(ID, config.url(), config.secret(), all, System.currentTimeMillis()));
        }
        Webhooks webhooks = new Webhooks(config.isOn(), store, metrics, firstPauseMs);
        if (config.isOn()) {
            webhooks.thread.start();
        }
        return webhooks;
    }

    /** A document was created, by a user with this id and name. */
    public void created(DocumentName document, String user, String userName) {
        tell(WebhookEvent.Type.DOCUMENT_CREATED, document, user, userName, Map.of());
    }

    /** An edit of a document is durable. */
    public void changed(DocumentName document) {
        if (isOn) {
            changes.note(document.value(), nowMs());
        }
    }

    /** A user began to work on a document. */
    public void joined(DocumentName document, String user, String userName) {
        tell(WebhookEvent.Type.USER_JOINED, document, user, userName, Map.of());
    }

    /** A user works on a document no longer. */
    public void left(DocumentName document, String user, String userName) {
        tell(WebhookEvent.Type.USER_LEFT, document, user, userName, Map.of());
    }

    /**
     * A user invited another one to a document.
     *
     * @param invitation as JSON
     */
    public void invited(DocumentName document, String user, String userName, Map<String, Object> invitation) {
        tell(WebhookEvent.Type.INVITATION_CREATED, document, user, userName, Map.of("invitation", invitation));
    }

    private void tell(
            WebhookEvent.Type type, DocumentName document, String user, String userName, Map<String, Object> details) {
        if (isOn && !events.offer(new WebhookEvent(type, document.value(), user, userName, details, Instant.now()))) {
            metrics.dropped(Drop.UNDELIVERED_WEBHOOK);
        }
    }

    private void run() {
        while (!closed) {
            boolean more = false;
            try {
                keep(changes.takeDue(nowMs()));
                more = outbox.sendSome();
                failing = false;
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                sayOnce(e);
            }
            if (!more) {
                LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(IDLE_MS));
            }
        }
    }

    /** Puts what happened into the database; what it does not take stays for the next time. */
    private void keep(List<String> changed) {
        List<String> left = new ArrayList<>(changed);
        try {
            while (!left.isEmpty()) {
                keep(new WebhookEvent(
                        WebhookEvent.Type.DOCUMENT_CHANGED, left.get(0), "", "", Map.of(), Instant.now()));
                left.remove(0);
            }
            for (WebhookEvent next = events.peek(); next != null; next = events.peek()) {
                keep(next);
                events.remove();
            }
        } finally {
            left.forEach(document -> changes.note(document, nowMs()));
        }
    }

    private void keep(WebhookEvent event) {
        int told =
                store.enqueue(event.type().text(), event.payload(), System.currentTimeMillis(), MAX_WAITING_DELIVERIES);
        if (told == 0) {
            metrics.dropped(Drop.UNDELIVERED_WEBHOOK);
        }
    }

    private void sayOnce(RuntimeException e) {
        if (!failing) {
            log.warn("Cannot look after webhooks, trying until it works", e);
        }
        failing = true;
    }

    private static long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** Ends it, with all that happened in the database. */
    @Override
    public void close() {
        closed = true;
        if (!isOn) {
            return;
        }
        thread.interrupt();
        try {
            thread.join(CLOSE_TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            keep(changes.takeAll());
        } catch (RuntimeException e) {
            log.error("Could not keep what webhooks were to be told of, events={}", events.size(), e);
        }
    }
}
