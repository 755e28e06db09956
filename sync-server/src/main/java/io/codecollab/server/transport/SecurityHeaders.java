package io.codecollab.server.transport;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

/** What every answer tells browsers, so that what is served here is not turned against people. Stateless. */
final class SecurityHeaders {

    /** The editor (Monaco) needs styles of its own, and workers. */
    private static final String OF_PAGES = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
            + "worker-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; "
            + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static final String OF_DATA = "default-src 'none'; frame-ancestors 'none'";

    private static final String ONE_YEAR = "max-age=31536000";

    private SecurityHeaders() {}

    /**
     * Adds them.
     *
     * @param isSecure whether the client speaks TLS: it is told never to come without again
     */
    static void add(HttpHeaders headers, String contentType, boolean isSecure) {
        headers.set(HttpHeaderNames.CONTENT_SECURITY_POLICY, contentType.startsWith("text/html") ? OF_PAGES : OF_DATA)
                .set("x-content-type-options", "nosniff")
                .set(HttpHeaderNames.X_FRAME_OPTIONS, "DENY")
                .set("referrer-policy", "no-referrer")
                .set("cross-origin-opener-policy", "same-origin");
        if (isSecure) {
            headers.set("strict-transport-security", ONE_YEAR);
        }
    }
}
