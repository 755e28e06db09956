package io.codecollab.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds JSON against a schema as any program would that knows JSON Schema 2020-12 and the OpenAPI document it is in: the words
 * that a server's own description has, and no others.
 */
final class JsonSchema {

    private static final Set<String> ANNOTATIONS = Set.of("description", "examples", "format");

    private final Map<?, ?> document;
    private final List<String> errors = new ArrayList<>();

    private JsonSchema(Map<?, ?> document) {
        this.document = document;
    }

    /**
     * What is wrong with a value; empty if nothing is.
     *
     * @param document in which references lead somewhere
     */
    static List<String> errors(Map<?, ?> document, Object schema, @Nullable Object value) {
        JsonSchema check = new JsonSchema(document);
        check.check(check.resolved(schema), value, "");
        return check.errors;
    }

    /** A schema itself, where a reference to one may stand. */
    static Map<?, ?> resolved(Map<?, ?> document, Object schema) {
        return new JsonSchema(document).resolved(schema);
    }

    private Map<?, ?> resolved(Object schema) {
        Object found = schema;
        if (schema instanceof Map<?, ?> words && words.get("$ref") instanceof String pointer) {
            found = document;
            for (String step : pointer.substring("#/".length()).split("/", -1)) {
                found = found instanceof Map<?, ?> map ? map.get(step) : null;
            }
        }
        if (found instanceof Map<?, ?> words) {
            return words;
        }
        throw new AssertionError("no schema: " + schema);
    }

    private void check(Map<?, ?> schema, @Nullable Object value, String at) {
        if (schema.containsKey("type") && !isOfType(schema.get("type"), value)) {
            errors.add(at + " is no " + schema.get("type") + ": " + value);
            return;
        }
        schema.forEach((word, bound) -> checkWord(schema, String.valueOf(word), bound, value, at));
    }

    private void checkWord(Map<?, ?> schema, String word, Object bound, @Nullable Object value, String at) {
        boolean isRight = switch (word) {
            case "type", "properties" -> true;
            case "enum" -> value == null || ((List<?>) bound).contains(value);
            case "pattern" ->
                !(value instanceof String text)
                        || Pattern.compile((String) bound).matcher(text).find();
            case "minLength" -> !(value instanceof String text) || length(text) >= number(bound);
            case "maxLength" -> !(value instanceof String text) || length(text) <= number(bound);
            case "minimum" -> !(value instanceof Number) || number(value) >= number(bound);
            case "maximum" -> !(value instanceof Number) || number(value) <= number(bound);
            case "maxItems" -> !(value instanceof List<?> list) || list.size() <= number(bound);
            case "required" ->
                !(value instanceof Map<?, ?> fields) || fields.keySet().containsAll((List<?>) bound);
            case "items" -> {
                if (value instanceof List<?> list) {
                    list.forEach(each -> check(resolved(bound), each, at + "/*"));
                }
                yield true;
            }
            case "additionalProperties" -> {
                if (value instanceof Map<?, ?> fields) {
                    fields.forEach((name, each) -> checkField(schema, bound, name, each, at + "/" + name));
                }
                yield true;
            }
            default -> ANNOTATIONS.contains(word);
        };
        if (!isRight) {
            errors.add(at + " is not as " + word + "=" + bound + " says: " + value);
        }
    }

    private void checkField(Map<?, ?> schema, Object others, Object name, @Nullable Object value, String at) {
        Object declared = schema.get("properties") instanceof Map<?, ?> properties ? properties.get(name) : null;
        if (declared != null) {
            check(resolved(declared), value, at);
        } else if (others.equals(false)) {
            errors.add(at + " is not declared");
        } else {
            check(resolved(others), value, at);
        }
    }

    private static boolean isOfType(Object types, @Nullable Object value) {
        return types instanceof List<?> list
                ? list.stream().anyMatch(type -> isOfType(type, value))
                : switch (String.valueOf(types)) {
                    case "string" -> value instanceof String;
                    case "integer" -> value instanceof Long;
                    case "boolean" -> value instanceof Boolean;
                    case "array" -> value instanceof List;
                    case "object" -> value instanceof Map;
                    case "null" -> value == null;
                    default -> throw new AssertionError("unknown type=" + types);
                };
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }
}
