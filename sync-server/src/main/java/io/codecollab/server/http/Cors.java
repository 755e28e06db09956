package io.codecollab.server.http;

import java.util.Optional;

/**
 * What pages of other sites may do over HTTP: everything if they are allowed to connect, and else nothing. Immutable.
 *
 * <p>Nobody is known by a cookie here, so there are none to send along; a page has to come with a token of its own.
 */
public final class Cors {

    private static final String ONE_DAY_S = "86400";

    private final AllowedOrigins allowed;

    public Cors(AllowedOrigins allowed) {
        this.allowed = allowed;
    }

    /** Answers a browser that asks what a page may do, and pages that may do nothing; empty for all other requests. */
    public Optional<HttpReply> answer(HttpRequest request) {
        Headers headers = request.headers();
        boolean isAllowed = allowed.allow(
                headers.first("origin").orElse(null), headers.first("host").orElse(null));
        if (!isAllowed && !request.isGet()) {
            return Optional.of(
                    new Problem(403, "origin-refused", "pages of this site may not connect, see --allowed-origins")
                            .reply());
        }
        boolean asks = request.method().equals("OPTIONS")
                && headers.first("origin").isPresent()
                && headers.first("access-control-request-method").isPresent();
        if (!asks) {
            return Optional.empty();
        }
        return Optional.of(new HttpReply(204, "", new byte[0])
                .with("access-control-allow-methods", "GET, HEAD, POST, PUT, PATCH, DELETE")
                .with(
                        "access-control-allow-headers",
                        "authorization, content-type, idempotency-key, if-match, if-none-match")
                .with("access-control-max-age", ONE_DAY_S));
    }

    /** An answer as the page of the request may read it. */
    public HttpReply readable(HttpRequest request, HttpReply reply) {
        Optional<String> origin = request.headers().first("origin");
        if (origin.isEmpty()) {
            return reply;
        }
        String also = reply.headers().get("vary");
        HttpReply varying = reply.with("vary", also == null ? "origin" : also + ", origin");
        if (!allowed.allow(origin.get(), request.headers().first("host").orElse(null))) {
            return varying;
        }
        return varying.with("access-control-allow-origin", origin.get())
                .with("access-control-expose-headers", "etag, location, retry-after");
    }
}
