package io.codecollab.crdt.lib0;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The order in which JavaScript lists the properties of an object: keys that look like array indices ascending, then
 * the others as they came (ECMA-262, OrdinaryOwnPropertyKeys). Encoded objects follow it.
 *
 * <p>Stateless, thread-safe.
 */
public final class PropertyOrder {

    /** The largest array index, 2^32-2. */
    private static final long MAX_INDEX = (1L << 32) - 2;

    private static final int MAX_INDEX_DIGITS = 10;

    private PropertyOrder() {}

    /** The entries of a map in JavaScript's order; keys that are no strings are refused. */
    public static Iterable<Map.Entry<String, ?>> entries(Map<?, ?> map) {
        List<Map.Entry<String, ?>> indices = new ArrayList<>(0);
        List<Map.Entry<String, ?>> names = new ArrayList<>(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Map.Entry<String, ?> property = checked(entry);
            (arrayIndex(property.getKey()) < 0 ? names : indices).add(property);
        }
        if (indices.isEmpty()) {
            return names;
        }
        indices.sort(Comparator.comparingLong(entry -> arrayIndex(entry.getKey())));
        indices.addAll(names);
        return indices;
    }

    @SuppressWarnings("unchecked") // the key was looked at
    private static Map.Entry<String, ?> checked(Map.Entry<?, ?> entry) {
        if (entry.getKey() instanceof String) {
            return (Map.Entry<String, ?>) entry;
        }
        throw new IllegalArgumentException("key=" + entry.getKey() + ", a property name must be a string");
    }

    /** The array index this key spells canonically, or -1. */
    private static long arrayIndex(String key) {
        int length = key.length();
        if (length == 0 || length > MAX_INDEX_DIGITS || (key.charAt(0) == '0' && length > 1)) {
            return -1;
        }
        long index = 0;
        for (int i = 0; i < length; i++) {
            int digit = key.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            index = index * 10 + digit;
        }
        return index <= MAX_INDEX ? index : -1;
    }
}
