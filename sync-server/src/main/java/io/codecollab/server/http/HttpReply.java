package io.codecollab.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The answer to an HTTP request. Immutable as long as nobody writes to the body.
 *
 * @param status 200, 404 ...
 * @param contentType as in the header of that name
 * @param body all of it; left out when the request was a HEAD
 */
public record HttpReply(int status, String contentType, byte[] body) {

    static final String JSON = "application/json";

    private static final String TEXT = "text/plain; charset=utf-8";

    public static HttpReply json(String body) {
        return new HttpReply(200, JSON, utf8(body));
    }

    static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    /** An error, explained in one line of plain text. */
    public static HttpReply error(int status, String message) {
        return new HttpReply(status, TEXT, utf8(message + "\n"));
    }
}
