package io.codecollab.server.http.api;

import io.codecollab.server.http.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Holds a JSON value against a {@link Schema} and says what is wrong where, a few places at most. Used once. */
final class SchemaCheck {

    private static final int MAX_ERRORS = 10;
    private static final int MAX_SHOWN_NAME = 40;

    private final List<Problem.Place> errors = new ArrayList<>();

    List<Problem.Place> check(Schema schema, @Nullable Object value) {
        check(schema, value, "");
        return errors;
    }

    private void check(Schema schema, @Nullable Object value, String pointer) {
        if (errors.size() >= MAX_ERRORS) {
            return;
        }
        Map<String, Object> words = schema.words();
        if (!hasType(words.get("type"), value)) {
            wrong(pointer, "must be " + typesOf(words.get("type")));
        } else if (value instanceof String text) {
            checkText(words, text, pointer);
        } else if (value instanceof Number number) {
            checkNumber(words, number.doubleValue(), pointer);
        } else if (value instanceof List<?> list) {
            checkList(words, list, pointer);
        } else if (value instanceof Map<?, ?> object) {
            checkObject(words, object, pointer);
        }
    }

    private static boolean hasType(@Nullable Object type, @Nullable Object value) {
        if (type instanceof List<?> types) {
            return types.stream().anyMatch(each -> hasType(each, value));
        }
        return switch (String.valueOf(type)) {
            case "null" -> value == null;
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "integer" -> value instanceof Long || value instanceof Integer;
            case "array" -> value instanceof List;
            case "object" -> value instanceof Map;
            default -> throw new IllegalStateException("no such type, type=" + type);
        };
    }

    private static String typesOf(@Nullable Object type) {
        if (type instanceof List<?> types) {
            return String.join(" or ", types.stream().map(SchemaCheck::typesOf).toList());
        }
        return switch (String.valueOf(type)) {
            case "null" -> "null";
            case "string" -> "a string";
            case "boolean" -> "true or false";
            case "integer" -> "a whole number";
            case "array" -> "a list";
            default -> "an object";
        };
    }

    private void checkText(Map<String, Object> words, String text, String pointer) {
        int length = text.codePointCount(0, text.length());
        if (words.get("minLength") instanceof Integer least && length < least) {
            wrong(pointer, "must have " + least + " characters at least, has " + length);
        }
        if (words.get("maxLength") instanceof Integer most && length > most) {
            wrong(pointer, "must have " + most + " characters at most, has " + length);
        }
        if (words.get("enum") instanceof List<?> values && !values.contains(text)) {
            wrong(pointer, "must be one of " + values);
        }
        if (words.get("pattern") instanceof String regex
                && !Pattern.compile(regex).matcher(text).matches()) {
            wrong(pointer, "must match " + regex);
        }
        if (text.codePoints().anyMatch(unit -> Character.getType(unit) == Character.SURROGATE)) {
            wrong(pointer, "has half a character: a surrogate without the other one");
        }
    }

    private void checkNumber(Map<String, Object> words, double number, String pointer) {
        if (words.get("minimum") instanceof Long least && number < least) {
            wrong(pointer, "must be " + least + " at least");
        }
        if (words.get("maximum") instanceof Long most && number > most) {
            wrong(pointer, "must be " + most + " at most");
        }
    }

    private void checkList(Map<String, Object> words, List<?> list, String pointer) {
        if (words.get("maxItems") instanceof Integer most && list.size() > most) {
            wrong(pointer, "must have " + most + " elements at most, has " + list.size());
        } else if (words.get("items") instanceof Schema items) {
            for (int i = 0; i < list.size(); i++) {
                check(items, list.get(i), pointer + "/" + i);
            }
        }
    }

    private void checkObject(Map<String, Object> words, Map<?, ?> object, String pointer) {
        if (words.get("required") instanceof List<?> required) {
            for (Object property : required) {
                if (!object.containsKey(property)) {
                    wrong(pointer + "/" + property, "is missing");
                }
            }
        }
        Map<?, ?> properties = words.get("properties") instanceof Map<?, ?> declared ? declared : Map.of();
        for (Map.Entry<?, ?> field : object.entrySet()) {
            String name = String.valueOf(field.getKey());
            Object schema = properties.get(name);
            if (schema == null) {
                schema = words.get("additionalProperties");
            }
            if (schema instanceof Schema known) {
                check(known, field.getValue(), pointer + "/" + escaped(name));
            } else {
                wrong(pointer + "/" + escaped(name), "is not known here");
            }
        }
    }

    private void wrong(String pointer, String detail) {
        if (errors.size() < MAX_ERRORS) {
            errors.add(new Problem.Place(pointer, detail));
        }
    }

    /** As JSON pointers have it, and no longer than people want to read. */
    private static String escaped(String name) {
        String shown = name.codePointCount(0, name.length()) <= MAX_SHOWN_NAME
                ? name
                : name.substring(0, name.offsetByCodePoints(0, MAX_SHOWN_NAME)) + "...";
        return shown.replace("~", "~0").replace("/", "~1");
    }
}
