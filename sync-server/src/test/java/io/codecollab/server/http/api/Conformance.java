package io.codecollab.server.http.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.server.http.HttpReply;
import io.codecollab.server.http.HttpRequest;
import io.codecollab.server.http.Problem;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Asks an {@link Api} and fails when the answer is not as the route declares it. */
public final class Conformance {

    private static final int PATIENCE_S = 20;

    private Conformance() {}

    /** The answer to a request. */
    public static HttpReply ask(Api api, HttpRequest request) {
        HttpReply reply = api.answer(request)
                .orElseThrow()
                .toCompletableFuture()
                .orTimeout(PATIENCE_S, TimeUnit.SECONDS)
                .join();
        check(api, request, reply);
        return reply;
    }

    /** Holds an answer against the declaration of the route that gave it. */
    public static void check(Api api, HttpRequest request, HttpReply reply) {
        String what = request.method() + " " + request.target().rawPath() + " -> " + reply.status();
        if (reply.status() >= 400) {
            assertThat(reply.contentType()).as(what).isEqualTo(Problem.CONTENT_TYPE);
            assertThat(OpenApi.problem().check(json(reply).fields())).as(what).isEmpty();
            return;
        }
        if (request.method().equals("OPTIONS")) {
            return;
        }
        Map<Integer, Route.Content> answers = api.routes().find(request).route().answers();
        assertThat(answers).as("declaration of %s", what).containsKey(reply.status());
        Route.Content declared = Objects.requireNonNull(answers.get(reply.status()));
        assertThat(withoutParameters(reply.contentType()))
                .as(what)
                .isEqualTo(withoutParameters(declared.contentType()));
        Schema schema = declared.schema();
        if (schema != null) {
            assertThat(schema.check(json(reply).fields())).as(what).isEmpty();
        }
    }

    /** The object of a JSON answer. */
    public static JsonObject json(HttpReply reply) {
        assertThat(JsonText.read(new String(reply.body(), UTF_8))).isInstanceOf(Map.class);
        return JsonText.read(new String(reply.body(), UTF_8)) instanceof Map<?, ?> fields
                ? new JsonObject(fields)
                : JsonObject.EMPTY;
    }

    private static String withoutParameters(String contentType) {
        return contentType.split(";", -1)[0].toLowerCase(Locale.ROOT);
    }
}
