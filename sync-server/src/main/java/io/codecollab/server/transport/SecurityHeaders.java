package io.codecollab.server.transport;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

/** What every answer tells browsers, so that what is served here is not turned against people. Stateless. */
final class SecurityHeaders {

    /** The editor (Monaco) needs styles of its own, and workers. */
    private static final String OF_PAGES = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
            + "worker-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; "
            + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** What workers load their code from has the last word on what they may do: these compute, and connect to nothing. */
    private static final String OF_SCRIPTS = "default-src 'none'; script-src 'self'; frame-ancestors 'none'";

    private static final String OF_DATA = "default-src 'none'; frame-ancestors 'none'";

    private static final String ONE_YEAR = "max-age=31536000";

    private SecurityHeaders() {}

    /**
     * Adds them.
     *
     * @param isSecure whether the client speaks TLS: it is told never to come without again
     */
    static void add(HttpHeaders headers, String contentType, boolean isSecure) {
        if (!contentType.isEmpty()) { // 304 has none, and the browser would take it for that of the page it has
            headers.set(HttpHeaderNames.CONTENT_SECURITY_POLICY, policy(contentType));
        }
        headers.set("x-content-type-options", "nosniff")
                .set(HttpHeaderNames.X_FRAME_OPTIONS, "DENY")
                .set("referrer-policy", "no-referrer")
                .set("cross-origin-opener-policy", "same-origin");
        if (isSecure) {
            headers.set("strict-transport-security", ONE_YEAR);
        }
    }

    private static String policy(String contentType) {
        if (contentType.startsWith("text/html")) {
            return OF_PAGES;
        }
        return contentType.startsWith("text/javascript") ? OF_SCRIPTS : OF_DATA;
    }
}
