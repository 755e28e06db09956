package io.codecollab.server;

import io.codecollab.persistence.Account;
import io.codecollab.persistence.Invitation;
import io.codecollab.server.auth.Identity;
import io.codecollab.server.auth.account.DirectoryListener;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.webhook.Webhooks;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Tells webhooks what people do in the directory. */
record Messenger(Webhooks webhooks) implements DirectoryListener {

    @Override
    public void created(DocumentName document, Identity who) {
        webhooks.created(document, who.user(), who.name());
    }

    /** A secret is not among it: what webhooks are told is kept until they have heard it. */
    @Override
    public void invited(Invitation invitation, Identity who, Account whom) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("id", invitation.id());
        details.put("role", invitation.role().toLowerCase(Locale.ROOT));
        details.put("user", Map.of("id", whom.id(), "name", whom.name()));
        details.put("expiresAt", Instant.ofEpochMilli(invitation.expiresAtMs()).toString());
        webhooks.invited(new DocumentName(invitation.document()), who.user(), who.name(), details);
    }
}
