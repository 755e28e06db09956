package io.codecollab.server.http;

import io.codecollab.server.ops.Health;

/** Which path leads where. Thread-safe; nothing waits. */
public final class HttpRoutes {

    private final Health health;
    private final WebClient webClient = new WebClient();

    public HttpRoutes(Health health) {
        this.health = health;
    }

    /**
     * Answers a request.
     *
     * @param method as it came: GET, HEAD, POST ...
     * @param path decoded, without the query
     */
    public HttpReply answer(String method, String path) {
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return HttpReply.error(405, "only GET and HEAD are answered here");
        }
        if (path.equals("/healthz")) {
            return HttpReply.json(health.alive());
        }
        return webClient.file(path).orElseGet(() -> HttpReply.error(404, "nothing here"));
    }
}
