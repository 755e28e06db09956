package io.codecollab.server.webhook;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Whom to tell of events. Immutable.
 *
 * @param url {@code http} or {@code https}; empty for nobody
 * @param secret signs what is sent, at least {@value #MIN_SECRET_LENGTH} characters
 */
public record WebhookConfig(String url, String secret) {

    static final int MIN_SECRET_LENGTH = 24;

    public WebhookConfig {
        if (!url.isEmpty()) {
            requireUrl(url);
            if (secret.length() < MIN_SECRET_LENGTH) {
                throw new IllegalArgumentException(
                        "--webhook-url needs a --webhook-secret of at least " + MIN_SECRET_LENGTH + " characters");
            }
        }
    }

    /** Nobody is told of anything. */
    public static WebhookConfig none() {
        return new WebhookConfig("", "");
    }

    /** Whether anybody is told. */
    public boolean isOn() {
        return !url.isEmpty();
    }

    private static void requireUrl(String url) {
        try {
            URI uri = new URI(url);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return;
            }
        } catch (URISyntaxException e) {
            // said below, for all that is no such URL
        }
        throw new IllegalArgumentException("--webhook-url must be http://... or https://..., is '" + url + "'");
    }

    @Override
    public String toString() {
        return "WebhookConfig[url=" + url + "]"; // no secret in a log
    }
}
