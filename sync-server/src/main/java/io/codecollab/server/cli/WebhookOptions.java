package io.codecollab.server.cli;

import io.codecollab.server.webhook.WebhookConfig;
import picocli.CommandLine.Option;

/** Who outside is told of what happens. */
final class WebhookOptions {

    @Option(
            names = "--webhook-url",
            paramLabel = "URL",
            defaultValue = "",
            description = {
                "Tell this address by POST when a document was created or has changed and when a user joined or left.",
                "Default: none."
            })
    String url = "";

    @Option(
            names = "--webhook-secret",
            paramLabel = "SECRET",
            defaultValue = "",
            description = {
                "Signs what is sent, as the Standard Webhooks specification says: whsec_ and base64, or any text of at "
                        + "least 24 characters. CODECOLLAB_WEBHOOK_SECRET is the better place for it."
            })
    String secret = "";

    WebhookConfig config() {
        return new WebhookConfig(url.strip(), secret.strip());
    }
}
