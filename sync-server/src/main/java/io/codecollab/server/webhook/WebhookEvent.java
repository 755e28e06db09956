package io.codecollab.server.webhook;

import io.codecollab.crdt.lib0.JsonText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that happened to a document. Immutable.
 *
 * @param type what
 * @param document its name
 * @param user who did it, their id; empty where that is not known
 * @param userName their name for people; empty where that is not known
 * @param details what else there is to say, as JSON
 * @param at when
 */
record WebhookEvent(Type type, String document, String user, String userName, Map<String, Object> details, Instant at) {

    enum Type {
        DOCUMENT_CREATED("document.created"),
        DOCUMENT_CHANGED("document.changed"),
        INVITATION_CREATED("invitation.created"),
        USER_JOINED("user.joined"),
        USER_LEFT("user.left");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        /** As receivers see it. */
        String text() {
            return text;
        }
    }

    /**
     * What is sent.
     *
     * <pre>
     *   {"type": "user.joined", "timestamp": "2026-01-01T00:00:00Z",
     *    "data": {"document": name, "user": {"id": ..., "name": ...}, details}}
     * </pre>
     */
    String payload() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("document", document);
        if (!user.isEmpty()) {
            Map<String, Object> who = new LinkedHashMap<>();
            who.put("id", user);
            who.put("name", userName);
            data.put("user", who);
        }
        data.putAll(details);
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("type", type.text);
        payload.put("timestamp", at.toString());
        payload.put("data", data);
        return JsonText.write(payload);
    }
}
