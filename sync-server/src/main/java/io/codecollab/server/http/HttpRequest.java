package io.codecollab.server.http;

import java.util.concurrent.Executor;

/**
 * A request over HTTP. Immutable as long as nobody writes to the body.
 *
 * @param method as it came: GET, HEAD, POST ...
 * @param path decoded, without the query
 * @param host as in the header of that name: what the client believes to be connected to
 * @param isSecure whether a proxy before this server says that the client speaks TLS to it
 * @param body all of it, empty if there is none
 * @param executor where work for this request may be done
 */
public record HttpRequest(String method, String path, String host, boolean isSecure, byte[] body, Executor executor) {

    boolean isGet() {
        return method.equals("GET") || method.equals("HEAD");
    }

    boolean isPost() {
        return method.equals("POST");
    }
}
