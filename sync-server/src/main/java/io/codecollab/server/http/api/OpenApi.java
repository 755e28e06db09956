package io.codecollab.server.http.api;

import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.server.auth.Role;
import io.codecollab.server.http.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The description of all routes in OpenAPI 3.1, made of their declarations. Used once. */
final class OpenApi {

    private static final Schema PROBLEM = Schema.object()
            .with("type", Schema.string().describe("about:blank, or a name for programs"))
            .with("title", Schema.string())
            .with("status", Schema.integer(400, 599))
            .with("detail", Schema.string().describe("for people"))
            .maybe(
                    "errors",
                    Schema.list(Schema.object().with("pointer", Schema.string()).with("detail", Schema.string())))
            .named("Problem");

    private final Map<String, Object> schemas = new TreeMap<>();

    /** What every error looks like. */
    static Schema problem() {
        return PROBLEM;
    }

    /** The document, as JSON. */
    static String of(List<Route> routes, String version) {
        return JsonText.write(new OpenApi().describe(routes, version));
    }

    private Map<String, Object> describe(List<Route> routes, String version) {
        Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
        for (Route route : routes) {
            paths.computeIfAbsent(Routes.PREFIX + route.path(), path -> new LinkedHashMap<>())
                    .put(route.method().toLowerCase(Locale.ROOT), operation(route));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put("info", Map.of("title", "CodeCollab", "version", version));
        document.put("paths", paths);
        document.put(
                "components",
                Map.of(
                        "schemas",
                        schemas,
                        "securitySchemes",
                        Map.of("token", Map.of("type", "http", "scheme", "bearer", "bearerFormat", "JWT"))));
        return document;
    }

    private Map<String, Object> operation(Route route) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("operationId", operationId(route));
        operation.put("summary", route.summary());
        operation.put("description", (route.description() + " " + needs(route)).strip());
        List<Object> parameters = parameters(route);
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        Route.Content body = route.body();
        if (body != null) {
            Map<String, Object> described = new LinkedHashMap<>();
            if (!body.description().isEmpty()) {
                described.put("description", body.description());
            }
            described.put("required", true);
            described.put("content", content(body));
            operation.put("requestBody", described);
        }
        operation.put("responses", responses(route));
        operation.put("security", route.isOpen() ? List.of() : List.of(Map.of("token", List.of())));
        return operation;
    }

    private static String needs(Route route) {
        Role role = route.role();
        if (role != null) {
            return "Needs the role " + role.name().toLowerCase(Locale.ROOT) + ".";
        }
        if (route.isAdmin()) {
            return "For admins: by their own token, by that of --admin-token, or from this machine.";
        }
        return route.isOpen() ? "Needs no token." : "";
    }

    /** {@code getDocumentsNameText}: unique, because a method and a path are. */
    private static String operationId(Route route) {
        StringBuilder id = new StringBuilder(route.method().toLowerCase(Locale.ROOT));
        for (String word : route.path().toString().split("[^A-Za-z0-9]+", -1)) {
            if (!word.isEmpty()) {
                id.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
            }
        }
        return id.toString();
    }

    private List<Object> parameters(Route route) {
        List<Object> parameters = new ArrayList<>();
        for (String variable : route.path().variables()) {
            parameters.add(parameter("path", new Route.Parameter(variable, Schema.string(), "")));
        }
        route.query().values().forEach(query -> parameters.add(parameter("query", query)));
        route.headers().values().forEach(header -> parameters.add(parameter("header", header)));
        return parameters;
    }

    private Map<String, Object> parameter(String in, Route.Parameter parameter) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("name", parameter.name());
        described.put("in", in);
        described.put("required", in.equals("path"));
        if (!parameter.description().isEmpty()) {
            described.put("description", parameter.description());
        }
        described.put("schema", schema(parameter.schema()));
        return described;
    }

    private Map<String, Object> responses(Route route) {
        Map<String, Object> responses = new LinkedHashMap<>();
        route.answers().forEach((status, answer) -> {
            Map<String, Object> described = new LinkedHashMap<>();
            described.put("description", answer.description());
            if (!answer.contentType().isEmpty()) {
                described.put("content", content(answer));
            }
            responses.put(String.valueOf(status), described);
        });
        responses.put(
                "default",
                Map.of(
                        "description",
                        "A problem, see RFC 9457",
                        "content",
                        Map.of(Problem.CONTENT_TYPE, Map.of("schema", schema(PROBLEM)))));
        return responses;
    }

    private Map<String, Object> content(Route.Content content) {
        Schema schema = content.schema();
        return Map.of(content.contentType(), schema == null ? Map.of() : Map.of("schema", schema(schema)));
    }

    /** Those with a name are described once and pointed to. */
    private Object schema(Schema schema) {
        if (schema.name().isEmpty()) {
            return words(schema.words());
        }
        if (!schemas.containsKey(schema.name())) {
            schemas.put(schema.name(), Map.of()); // those that contain themselves would have no end
            schemas.put(schema.name(), words(schema.words()));
        }
        return Map.of("$ref", "#/components/schemas/" + schema.name());
    }

    private Object words(Object value) {
        if (value instanceof Schema schema) {
            return schema(schema);
        } else if (value instanceof Map<?, ?> map) {
            Map<Object, Object> words = new LinkedHashMap<>();
            map.forEach((key, each) -> words.put(key, words(each)));
            return words;
        }
        return value;
    }
}
