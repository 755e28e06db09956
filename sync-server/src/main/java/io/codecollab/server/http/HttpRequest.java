package io.codecollab.server.http;

import java.net.InetAddress;
import java.util.concurrent.Executor;

/**
 * A request over HTTP. Immutable as long as nobody writes to the body.
 *
 * @param method as it came: GET, HEAD, POST ...
 * @param target its path and query
 * @param headers all of them
 * @param from who asks: the address of the connection, or the one a trusted proxy says
 * @param isSecure whether the client speaks TLS, to this server or to a proxy before it
 * @param body all of it, empty if there is none
 * @param executor where short work for this request may be done; nothing there may wait
 */
public record HttpRequest(
        String method,
        Target target,
        Headers headers,
        InetAddress from,
        boolean isSecure,
        byte[] body,
        Executor executor) {

    /** The path decoded, without the query. */
    public String path() {
        return target.path();
    }

    /** As in the header of that name: what the client believes to be connected to. */
    public String host() {
        return headers.first("host").orElse("localhost");
    }

    public boolean isGet() {
        return method.equals("GET") || method.equals("HEAD");
    }

    boolean isPost() {
        return method.equals("POST");
    }
}
