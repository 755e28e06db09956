package io.codecollab.crdt.replay;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One record of a run, with its fields by type. Immutable.
 *
 * @param line where it stands in its run, from 1
 * @param text the JSON text it was read from
 */
record Entry(int line, String text, Map<String, @Nullable Object> fields) {

    static Entry parse(int line, String text) {
        return new Entry(line, text, asMap(Json.parse(text)));
    }

    /** What kind of record this is. */
    String kind() {
        return text("k");
    }

    boolean has(String field) {
        return fields.containsKey(field);
    }

    @Nullable
    Object get(String field) {
        return fields.get(field);
    }

    /** A field that is there and not null. */
    private Object need(String field) {
        return Objects.requireNonNull(fields.get(field), () -> "no " + field + " in " + text);
    }

    String text(String field) {
        return (String) need(field);
    }

    int number(String field) {
        return ((Long) need(field)).intValue();
    }

    boolean flag(String field) {
        return Boolean.TRUE.equals(fields.get(field));
    }

    /** A client id; they are strings in the file, since 2^53-1 is at the edge of what JSON numbers carry. */
    long client(String field) {
        return Long.parseLong(text(field));
    }

    byte[] bytes(String field) {
        return HexFormat.of().parseHex(text(field));
    }

    /** A list; empty when it was left out. */
    List<@Nullable Object> list(String field) {
        return has(field) ? asList(fields.get(field)) : List.of();
    }

    Map<String, @Nullable Object> map(String field) {
        return asMap(need(field));
    }

    @SuppressWarnings("unchecked") // Json makes nothing else
    static List<@Nullable Object> asList(@Nullable Object json) {
        return (List<@Nullable Object>) Objects.requireNonNull(json);
    }

    @SuppressWarnings("unchecked") // Json makes nothing else
    static Map<String, @Nullable Object> asMap(@Nullable Object json) {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(json);
    }
}
