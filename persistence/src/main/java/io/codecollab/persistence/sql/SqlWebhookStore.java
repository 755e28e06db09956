package io.codecollab.persistence.sql;

import static io.codecollab.persistence.sql.SqlUpdateStore.reaching;

import io.codecollab.persistence.Webhook;
import io.codecollab.persistence.WebhookDelivery;
import io.codecollab.persistence.WebhookStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** A {@link WebhookStore} on the tables of {@code db/migration}. Thread-safe. */
final class SqlWebhookStore implements WebhookStore {

    private static final String UPSERT = """
            INSERT INTO webhook (id, url, secret, events, created_at_ms)
            VALUES (:id, :url, :secret, :events, :createdAtMs)
                ON CONFLICT (id) DO UPDATE SET url = excluded.url, secret = excluded.secret, events = excluded.events
            """;

    private static final String INSERT_DELIVERY = """
            INSERT INTO webhook_delivery (webhook_id, event, payload, created_at_ms, next_attempt_at_ms)
            SELECT :webhook, :event, :payload, :nowMs, :nowMs
             WHERE (SELECT count(*) FROM webhook_delivery WHERE webhook_id = :webhook) < :maxWaiting
               AND EXISTS (SELECT 1 FROM webhook WHERE id = :webhook)
            """;

    // the condition is there twice: two servers may select the same rows, the later one finds them claimed when it gets
    // there
    private static final String CLAIM = """
            UPDATE webhook_delivery SET attempts = attempts + 1, next_attempt_at_ms = :againAtMs
             WHERE next_attempt_at_ms <= :nowMs
               AND id IN (
                   SELECT id FROM webhook_delivery
                    WHERE next_attempt_at_ms <= :nowMs ORDER BY next_attempt_at_ms, id LIMIT :limit)
            RETURNING id, webhook_id, event, payload, created_at_ms, attempts
            """;

    private final Jdbi jdbi;

    SqlWebhookStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void put(Webhook webhook) {
        reaching(
                "add a webhook",
                () -> jdbi.withHandle(handle -> SqlRows.one(handle.createUpdate(UPSERT)
                        .bind("id", webhook.id())
                        .bind("url", webhook.url())
                        .bind("secret", webhook.secret())
                        .bind("events", String.join(",", new TreeSet<>(webhook.events())))
                        .bind("createdAtMs", webhook.createdAtMs()))));
    }

    @Override
    public List<Webhook> webhooks() {
        return reaching("read webhooks", () -> jdbi.withHandle(SqlWebhookStore::webhooks));
    }

    private static List<Webhook> webhooks(Handle handle) {
        return handle.createQuery(
                        "SELECT id, url, secret, events, created_at_ms FROM webhook ORDER BY created_at_ms, id")
                .map((row, context) -> webhook(row))
                .list();
    }

    @Override
    public Optional<Webhook> find(String id) {
        return reaching(
                "find a webhook",
                () -> jdbi.withHandle(handle -> handle.createQuery(
                                "SELECT id, url, secret, events, created_at_ms FROM webhook WHERE id = :id")
                        .bind("id", id)
                        .map((row, context) -> webhook(row))
                        .findOne()));
    }

    @Override
    public boolean remove(String id) {
        return reaching(
                "remove a webhook",
                () -> jdbi.withHandle(handle -> handle.execute("DELETE FROM webhook WHERE id = ?", id)) == 1);
    }

    @Override
    public int enqueue(String event, String payload, long nowMs, int maxWaiting) {
        return reaching(
                "note an event",
                () -> jdbi.inTransaction(handle -> {
                    int told = 0;
                    for (Webhook webhook : webhooks(handle)) {
                        if (webhook.events().contains(event)) {
                            told += handle.createUpdate(INSERT_DELIVERY)
                                    .bind("webhook", webhook.id())
                                    .bind("event", event)
                                    .bind("payload", payload)
                                    .bind("nowMs", nowMs)
                                    .bind("maxWaiting", maxWaiting)
                                    .execute();
                        }
                    }
                    return told;
                }));
    }

    @Override
    public List<WebhookDelivery> claim(long nowMs, long againAtMs, int limit) {
        if (againAtMs <= nowMs) {
            throw new IllegalArgumentException("nowMs=" + nowMs + ", againAtMs=" + againAtMs);
        }
        return reaching(
                "claim deliveries",
                () -> jdbi.withHandle(handle -> handle
                        .createQuery(CLAIM)
                        .bind("nowMs", nowMs)
                        .bind("againAtMs", againAtMs)
                        .bind("limit", limit)
                        .map((row, context) -> new WebhookDelivery(
                                row.getLong("id"),
                                row.getString("webhook_id"),
                                row.getString("event"),
                                row.getString("payload"),
                                row.getLong("created_at_ms"),
                                row.getInt("attempts")))
                        .stream()
                        .sorted(Comparator.comparingLong(WebhookDelivery::id))
                        .toList()));
    }

    @Override
    public void delivered(long id) {
        reaching(
                "forget a delivery",
                () -> jdbi.withHandle(handle -> handle.execute("DELETE FROM webhook_delivery WHERE id = ?", id)));
    }

    @Override
    public void postpone(long id, long againAtMs, String error) {
        reaching(
                "postpone a delivery",
                () -> jdbi.withHandle(handle -> SqlRows.one(handle.createUpdate(
                                "UPDATE webhook_delivery SET next_attempt_at_ms = :againAtMs, last_error = :error WHERE id = :id")
                        .bind("id", id)
                        .bind("againAtMs", againAtMs)
                        .bind("error", error.replace('\0', '?')))));
    }

    @Override
    public long waiting() {
        return reaching(
                "count deliveries",
                () -> jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM webhook_delivery")
                        .mapTo(Long.class)
                        .one()));
    }

    private static Webhook webhook(ResultSet row) throws SQLException {
        String events = row.getString("events");
        return new Webhook(
                row.getString("id"),
                row.getString("url"),
                row.getString("secret"),
                events.isEmpty() ? Set.of() : Set.of(events.split(",")),
                row.getLong("created_at_ms"));
    }
}
