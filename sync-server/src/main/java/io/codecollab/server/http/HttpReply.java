package io.codecollab.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answer to an HTTP request. Immutable as long as nobody writes to the body.
 *
 * @param status 200, 404 ...
 * @param contentType as in the header of that name; empty when there is no body, as after 204 and 304
 * @param body all of it; left out when the request was a HEAD
 * @param headers others than those the transport knows how to set: length, connection and what protects browsers
 */
public record HttpReply(int status, String contentType, byte[] body, Map<String, String> headers) {

    static final String JSON = "application/json";

    private static final String TEXT = "text/plain; charset=utf-8";

    public HttpReply {
        headers = Map.copyOf(headers);
    }

    public HttpReply(int status, String contentType, byte[] body) {
        this(status, contentType, body, Map.of());
    }

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

    /** The same with one more header. */
    public HttpReply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpReply(status, contentType, body, more);
    }
}
