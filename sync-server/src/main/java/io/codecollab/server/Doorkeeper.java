package io.codecollab.server;

import io.codecollab.server.document.CloseReason;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.ops.AuditLog;
import io.codecollab.server.session.LiveSessions.Connected;
import io.codecollab.server.session.SessionListener;
import io.codecollab.server.webhook.Webhooks;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells webhooks who comes and goes, and the audit log who was turned away. */
record Doorkeeper(Webhooks webhooks, AuditLog audit) implements SessionListener {

    @Override
    public void joined(Connected client) {
        webhooks.joined(client.document(), client.who().user(), client.who().name());
    }

    @Override
    public void left(Connected client) {
        webhooks.left(client.document(), client.who().user(), client.who().name());
    }

    @Override
    public void turnedAway(DocumentName document, String user, CloseReason reason) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("document", document.value());
        if (!user.isEmpty()) {
            details.put("by", user);
        }
        details.put("reason", reason.text());
        audit.record("turned away", details);
    }
}
