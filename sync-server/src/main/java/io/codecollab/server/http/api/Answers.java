package io.codecollab.server.http.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.server.http.HttpReply;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What handlers answer. */
public final class Answers {

    static final String JSON = "application/json";
    static final String TEXT = "text/plain; charset=utf-8";
    static final String OCTETS = "application/octet-stream";

    private Answers() {}

    /** 200 with an object of strings, numbers, booleans, lists and further objects. */
    public static HttpReply json(Map<String, ?> fields) {
        return json(200, fields);
    }

    /** Another status with such an object. */
    public static HttpReply json(int status, Map<String, ?> fields) {
        return new HttpReply(status, JSON, JsonText.write(fields).getBytes(UTF_8));
    }

    /** 200 with plain text. */
    public static HttpReply text(String text) {
        return new HttpReply(200, TEXT, text.getBytes(UTF_8));
    }

    /** 200 with bytes. */
    public static HttpReply bytes(byte[] bytes) {
        return new HttpReply(200, OCTETS, bytes);
    }

    /** A status that says it all, as 204 and 304 do. */
    public static HttpReply empty(int status) {
        return new HttpReply(status, "", new byte[0]);
    }

    /** For handlers that need not wait. */
    public static CompletionStage<HttpReply> now(HttpReply reply) {
        return CompletableFuture.completedFuture(reply);
    }
}
