package io.codecollab.persistence;

import java.util.List;
import java.util.Optional;

/**
 * Who outside is told of events, and what they were not told yet.
 *
 * <p>Thread-safe. Everything waits for the database and throws {@link StoreUnavailableException} if it cannot be reached. Several
 * servers may use one: a delivery is claimed by one of them at a time. Times are milliseconds since 1970.
 */
public interface WebhookStore {

    /**
     * Adds a webhook, or replaces the one of that id.
     */
    void put(Webhook webhook);

    /** All of them, oldest first. */
    List<Webhook> webhooks();

    Optional<Webhook> find(String id);

    /**
     * Removes a webhook and what it was not told yet.
     *
     * @return false if there is none
     */
    boolean remove(String id);

    /**
     * Notes that every webhook which wants to hear of an event is to be told, from now on.
     *
     * @param maxWaiting how many deliveries may wait for each; who has more is not told
     * @return how many will be told
     */
    int enqueue(String event, String payload, long nowMs, int maxWaiting);

    /**
     * Takes deliveries that are due, those longest due first. They are due again later, for whoever claims them first, unless
     * they are {@link #delivered} or {@link #postpone}d.
     *
     * @param againAtMs when they are due again if nothing more is heard of them
     */
    List<WebhookDelivery> claim(long nowMs, long againAtMs, int limit);

    /** Forgets a delivery: it was made, or given up. */
    void delivered(long id);

    /** Says when a delivery that failed is tried again, and why it failed. */
    void postpone(long id, long againAtMs, String error);

    /** How many deliveries wait. */
    long waiting();
}
