package io.codecollab.crdt;

import io.codecollab.crdt.lib0.Any;
import io.codecollab.crdt.lib0.Undefined;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Formatting attributes of rich text and how Yjs compares their values.
 *
 * <p>Source: Yjs 13.6 {@code YText.js}, {@code equalAttrs}; lib0 {@code object.equalFlat}.
 */
final class Attributes {
    private Attributes() {}

    /** A checked copy of what a caller passed, in property order; may be modified. */
    @SuppressWarnings("unchecked") // a normalised object is a map of strings
    static Map<String, @Nullable Object> normalized(Map<String, ?> attributes) {
        return attributes.isEmpty()
                ? new LinkedHashMap<>()
                : new LinkedHashMap<>((Map<String, @Nullable Object>) nonNull(Any.normalize(attributes)));
    }

    private static Object nonNull(@Nullable Object value) {
        if (value == null) {
            throw new IllegalStateException("attributes became null");
        }
        return value;
    }

    /** Applies a marker: a value starts or replaces an attribute, null ends it. */
    static void update(Map<String, @Nullable Object> current, Format format) {
        Object value = format.value();
        if (value == null) {
            current.remove(format.key());
        } else {
            current.put(format.key(), value);
        }
    }

    /** Same primitive, or objects whose properties are the same one level deep. */
    static boolean equal(@Nullable Object a, @Nullable Object b) {
        if (identical(a, b)) {
            return true;
        }
        if (a instanceof Map<?, ?> left && b instanceof Map<?, ?> right) {
            return equalProperties(left, right);
        }
        if (a instanceof List<?> left && b instanceof List<?> right) {
            return equalElements(left, right);
        }
        return isEmptyObject(a) && isEmptyObject(b);
    }

    private static boolean equalProperties(Map<?, ?> left, Map<?, ?> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (Map.Entry<?, ?> entry : left.entrySet()) {
            Object key = entry.getKey();
            if (!right.containsKey(key) || !identical(entry.getValue(), right.get(key))) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalElements(List<?> left, List<?> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!identical(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEmptyObject(@Nullable Object value) {
        return (value instanceof Map<?, ?> map && map.isEmpty()) || (value instanceof List<?> list && list.isEmpty());
    }

    /** JavaScript's {@code ===}: primitives by value, objects by identity. */
    static boolean identical(@Nullable Object a, @Nullable Object b) {
        if (a == b) {
            return !(a instanceof Double number && number.isNaN());
        }
        if (a == null || b == null) {
            return false;
        }
        if (a instanceof BigInteger || b instanceof BigInteger) {
            return a.equals(b);
        }
        if (a instanceof Number left && b instanceof Number right) {
            return left.doubleValue() == right.doubleValue();
        }
        return (a instanceof String || a instanceof Boolean || a == Undefined.UNDEFINED) && a.equals(b);
    }
}
