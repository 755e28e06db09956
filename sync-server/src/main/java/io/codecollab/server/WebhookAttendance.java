package io.codecollab.server;

import io.codecollab.server.session.Attendance;
import io.codecollab.server.session.LiveSessions.Connected;
import io.codecollab.server.webhook.Webhooks;

/** Tells webhooks who comes and goes. */
record WebhookAttendance(Webhooks webhooks) implements Attendance {

    @Override
    public void joined(Connected client) {
        webhooks.joined(client.document(), client.who().user(), client.who().name());
    }

    @Override
    public void left(Connected client) {
        webhooks.left(client.document(), client.who().user(), client.who().name());
    }
}
