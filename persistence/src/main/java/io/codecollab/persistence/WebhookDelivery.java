package io.codecollab.persistence;

/**
 * Something that somebody outside is to be told. Immutable; times are milliseconds since 1970.
 *
 * @param id ascending; unique in the store
 * @param webhook whom to tell
 * @param event what happened
 * @param payload what to send
 * @param createdAtMs when it happened
 * @param attempts how often it was tried, the attempt it was claimed for included
 */
public record WebhookDelivery(long id, String webhook, String event, String payload, long createdAtMs, int attempts) {}
