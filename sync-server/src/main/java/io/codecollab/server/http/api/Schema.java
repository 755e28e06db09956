package io.codecollab.server.http.api;

import io.codecollab.server.http.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a JSON value looks like, in the words of JSON Schema 2020-12. The same words are shown in OpenAPI and held against
 * what comes in, see {@link SchemaCheck}. Immutable.
 */
public final class Schema {

    private final String name;
    private final Map<String, Object> words;

    private Schema(String name, Map<String, Object> words) {
        this.name = name;
        this.words = words;
    }

    /** Text of so many characters, counted as Unicode code points. */
    public static Schema string(int minLength, int maxLength) {
        return of("string").and("minLength", minLength).and("maxLength", maxLength);
    }

    /** Any text. */
    public static Schema string() {
        return of("string");
    }

    /** One of a few texts. */
    public static Schema oneOf(String... values) {
        return of("string").and("enum", List.of(values));
    }

    /** A point in time as text, {@code 2026-01-31T12:00:00Z}. Only described, not checked. */
    public static Schema time() {
        return of("string").and("format", "date-time");
    }

    /** A whole number, bounds included, which are within 2^53. */
    public static Schema integer(long minimum, long maximum) {
        return of("integer").and("minimum", minimum).and("maximum", maximum);
    }

    public static Schema bool() {
        return of("boolean");
    }

    /** A list of so many at most. */
    public static Schema list(Schema items, int maxItems) {
        return of("array").and("items", items).and("maxItems", maxItems);
    }

    /** A list of any length, for answers. */
    public static Schema list(Schema items) {
        return of("array").and("items", items);
    }

    /** An object whose property names are free. */
    public static Schema map(Schema values) {
        return of("object").and("additionalProperties", values);
    }

    /** An object with no properties yet; those that are not declared are refused. */
    public static Schema object() {
        return of("object").and("properties", Map.of()).and("additionalProperties", false);
    }

    /** An object with a property that must be there. */
    public Schema with(String property, Schema value) {
        List<Object> required = new ArrayList<>(listOf("required"));
        required.add(property);
        return maybe(property, value).and("required", required);
    }

    /** An object with a property that may be there. */
    public Schema maybe(String property, Schema value) {
        Map<String, Object> properties = new LinkedHashMap<>();
        if (words.get("properties") instanceof Map<?, ?> known) {
            known.forEach((key, schema) -> properties.put((String) key, schema));
        }
        properties.put(property, value);
        return and("properties", properties);
    }

    /** The same, or null. */
    public Schema orNull() {
        return and("type", List.of(String.valueOf(words.get("type")), "null"));
    }

    /** Text that matches a regular expression as a whole. */
    public Schema pattern(String regex) {
        return and("pattern", "^(?:" + regex + ")$");
    }

    /** The same, explained. */
    public Schema describe(String description) {
        return and("description", description);
    }

    /** The same, with an example. */
    public Schema example(Object example) {
        return and("examples", List.of(example));
    }

    /** The same under a name of its own, which it has in OpenAPI. */
    public Schema named(String newName) {
        return new Schema(newName, words);
    }

    /** What is wrong with a value; empty if nothing is. */
    public List<Problem.Place> check(@Nullable Object value) {
        return new SchemaCheck().check(this, value);
    }

    /** Empty if it has none. */
    String name() {
        return name;
    }

    /** Its words; schemas within it are {@link Schema}s there. */
    Map<String, Object> words() {
        return words;
    }

    private List<?> listOf(String word) {
        return words.get(word) instanceof List<?> list ? list : List.of();
    }

    private Schema and(String word, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(words);
        more.put(word, value);
        return new Schema(name, more);
    }

    private static Schema of(String type) {
        return new Schema("", Map.of("type", type));
    }
}
