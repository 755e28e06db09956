package io.codecollab.persistence;

import java.util.Set;

/**
 * Somebody outside who wants to be told. Immutable.
 *
 * @param id names it
 * @param url where to
 * @param secret signs what is sent
 * @param events of what, in the words of whoever wrote it; without commas
 * @param createdAtMs since when, in milliseconds since 1970
 */
public record Webhook(String id, String url, String secret, Set<String> events, long createdAtMs) {

    public Webhook {
        events = Set.copyOf(events);
        for (String event : events) {
            if (event.isEmpty() || event.indexOf(',') >= 0) {
                throw new IllegalArgumentException("event=" + event);
            }
        }
    }

    @Override
    public String toString() {
        return "Webhook[id=" + id + ", url=" + url + ", events=" + events + "]"; // no secret in a log
    }
}
