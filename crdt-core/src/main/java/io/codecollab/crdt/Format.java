package io.codecollab.crdt;

import org.jspecify.annotations.Nullable;

/** The content of a formatting marker: from here on {@code key} has this value; null ends it. Immutable. */
record Format(String key, JsonValue json) {

    /** A marker for a value that is normalised already. */
    static Format of(String key, @Nullable Object value) {
        return new Format(key, value == null ? JsonValue.NULL : JsonValue.ofNormalized(value));
    }

    @Nullable
    Object value() {
        return json.value();
    }
}
