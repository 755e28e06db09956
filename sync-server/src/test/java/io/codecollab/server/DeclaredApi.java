package io.codecollab.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a server says of its REST interface in {@code /api/v1/openapi.json}: its answers are held against it. Immutable. */
public final class DeclaredApi {

    private static final String PREFIX = "/api/v1";
    private static final String JSON = "application/json";

    private final Map<?, ?> document;
    private final List<Operation> operations = new ArrayList<>();

    DeclaredApi(Map<?, ?> document) {
        this.document = document;
        fields(document.get("paths"))
                .forEach((path, methods) -> fields(methods)
                        .forEach((method, declaration) -> operations.add(new Operation(
                                String.valueOf(method).toUpperCase(Locale.ROOT),
                                String.valueOf(path).substring(PREFIX.length()),
                                fields(declaration)))));
    }

    /**
     * One thing that can be asked for.
     *
     * @param path with its variables, {@code /documents/{name}/text}
     */
    record Operation(String method, String path, Map<?, ?> declaration) {

        private boolean isAt(String asked) {
            String pattern = Stream.of(path.split("/", -1))
                    .map(segment -> segment.startsWith("{") ? "[^/]+" : Pattern.quote(segment))
                    .collect(Collectors.joining("/"));
            return Pattern.matches(pattern, asked);
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    List<Operation> operations() {
        return operations;
    }

    /** What an operation takes as JSON; null if it takes none. */
    @Nullable
    Map<?, ?> body(Operation operation) {
        Object schema = schema(operation.declaration().get("requestBody"), JSON);
        return schema == null ? null : JsonSchema.resolved(document, schema);
    }

    /** A schema itself, where a reference to one may stand. */
    Map<?, ?> resolved(Object schema) {
        return JsonSchema.resolved(document, schema);
    }

    /**
     * Fails if an answer is not one that is declared.
     *
     * @param path percent-encoded, without the query
     * @param contentType empty if there is none
     * @param json the body, if it is JSON
     */
    void check(String method, String path, int status, String contentType, @Nullable Object json) {
        String what = method + " " + path + " -> " + status + ", " + contentType + ", " + json;
        Operation operation = operations.stream()
                .filter(each -> each.method().equals(method) && each.isAt(path))
                .min((a, b) -> Integer.compare(variables(a), variables(b)))
                .orElse(null);
        if (operation == null) {
            assertThat(status).as(what).isIn(400, 404, 405);
            return;
        }
        Map<?, ?> responses = fields(operation.declaration().get("responses"));
        String declared = status >= 400 ? "default" : String.valueOf(status);
        assertThat(responses.keySet().contains(declared))
                .as("declared: %s", what)
                .isTrue();
        Map<?, ?> content = fields(fields(responses.get(declared)).get("content"));
        assertThat(content.keySet().stream().map(type -> withoutParameters(String.valueOf(type))))
                .as(what)
                .containsExactlyElementsOf(contentType.isEmpty() ? List.of() : List.of(withoutParameters(contentType)));
        Object schema = fields(content.get(contentType)).get("schema");
        if (schema != null) {
            assertThat(JsonSchema.errors(document, schema, json)).as(what).isEmpty();
        }
    }

    private static String withoutParameters(String contentType) {
        return contentType.split(";", -1)[0];
    }

    private static int variables(Operation operation) {
        return operation.path().split("\\{", -1).length;
    }

    private static @Nullable Object schema(@Nullable Object message, String contentType) {
        return fields(fields(fields(message).get("content")).get(contentType)).get("schema");
    }

    private static Map<?, ?> fields(@Nullable Object json) {
        return json instanceof Map<?, ?> map ? map : Map.of();
    }
}
