package io.codecollab.server.http.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object that was checked against a {@link Schema}: what the schema says is there can be taken. Immutable as long as nobody
 * writes to the map.
 *
 * @param fields strings, longs, booleans, lists and further maps
 */
public record JsonObject(Map<?, ?> fields) {

    static final JsonObject EMPTY = new JsonObject(Map.of());

    /** Whether it has a property that is not null. */
    public boolean has(String property) {
        return fields.get(property) != null;
    }

    public String text(String property) {
        return required(property, String.class);
    }

    public Optional<String> maybeText(String property) {
        return maybe(property, String.class);
    }

    public long number(String property) {
        return required(property, Long.class);
    }

    public long number(String property, long otherwise) {
        return maybe(property, Long.class).orElse(otherwise);
    }

    public boolean flag(String property, boolean otherwise) {
        return maybe(property, Boolean.class).orElse(otherwise);
    }

    public JsonObject object(String property) {
        return new JsonObject(required(property, Map.class));
    }

    /** A list of objects. */
    public List<JsonObject> objects(String property) {
        List<JsonObject> objects = new ArrayList<>();
        for (Object each : required(property, List.class)) {
            objects.add(new JsonObject((Map<?, ?>) each));
        }
        return objects;
    }

    private <T> T required(String property, Class<T> type) {
        return maybe(property, type)
                .orElseThrow(() -> new IllegalArgumentException("the schema does not say so, property=" + property));
    }

    private <T> Optional<T> maybe(String property, Class<T> type) {
        @Nullable Object value = fields.get(property);
        return value == null ? Optional.empty() : Optional.of(type.cast(value));
    }
}
