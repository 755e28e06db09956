package io.codecollab.crdt;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One operation of a delta, Quill's format for rich text and its changes. Immutable. */
public sealed interface DeltaOp {

    /**
     * Content at the cursor.
     *
     * @param content a String, an embed (a value or a shared type), or, in events of arrays and XML, a List of elements
     * @param attributes formatting; empty for none
     */
    record Insert(@Nullable Object content, Map<String, @Nullable Object> attributes) implements DeltaOp {

        public Insert {
            attributes = copy(attributes);
        }

        public Insert(@Nullable Object content) {
            this(content, Map.of());
        }
    }

    /**
     * Existing content that the cursor passes, formatted if there are attributes.
     *
     * @param length UTF-16 units
     * @param attributes formatting to change; a null value ends an attribute
     */
    record Retain(int length, Map<String, @Nullable Object> attributes) implements DeltaOp {

        public Retain {
            attributes = copy(attributes);
        }

        public Retain(int length) {
            this(length, Map.of());
        }
    }

    /**
     * Existing content that goes.
     *
     * @param length UTF-16 units
     */
    record Delete(int length) implements DeltaOp {}

    private static Map<String, @Nullable Object> copy(Map<String, @Nullable Object> attributes) {
        return attributes.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }
}
