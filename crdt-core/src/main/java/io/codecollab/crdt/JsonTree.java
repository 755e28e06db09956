package io.codecollab.crdt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a type and everything inside it as plain Java values, with a stack of its own so that depth is no limit.
 *
 * <p>Not thread-safe; lives for one call.
 */
final class JsonTree {

    /* A container being filled. */
    private interface Level {
        /** Adds the next values; returns a nested type to fill first, or null when the container is complete. */
        @Nullable
        Level fill();
    }

    private static final class ListLevel implements Level {
        private final List<@Nullable Object> out;
        private final Iterator<@Nullable Object> elements;

        ListLevel(Branch branch, List<@Nullable Object> out) {
            this.out = out;
            this.elements = YArray.visibleElements(branch).iterator();
        }

        @Override
        public @Nullable Level fill() {
            while (elements.hasNext()) {
                Object element = elements.next();
                Branch nested = container(element);
                if (nested == null) {
                    out.add(plain(element));
                } else {
                    Object value = emptyContainer(nested);
                    out.add(value);
                    return level(nested, value);
                }
            }
            return null;
        }
    }

    private static final class MapLevel implements Level {
        private final Map<String, @Nullable Object> out;
        private final Iterator<Map.Entry<String, @Nullable Object>> entries;

        MapLevel(Branch branch, Map<String, @Nullable Object> out) {
            this.out = out;
            this.entries = YMap.liveEntries(branch).entrySet().iterator();
        }

        @Override
        public @Nullable Level fill() {
            while (entries.hasNext()) {
                Map.Entry<String, @Nullable Object> entry = entries.next();
                Branch nested = container(entry.getValue());
                if (nested == null) {
                    out.put(entry.getKey(), plain(entry.getValue()));
                } else {
                    Object value = emptyContainer(nested);
                    out.put(entry.getKey(), value);
                    return level(nested, value);
                }
            }
            return null;
        }
    }

    private JsonTree() {}

    static @Nullable Object of(Branch root) {
        if (!isContainer(root)) {
            return scalar(root);
        }
        Object value = emptyContainer(root);
        Deque<Level> levels = new ArrayDeque<>();
        levels.push(level(root, value));
        while (!levels.isEmpty()) {
            Level nested = levels.element().fill();
            if (nested == null) {
                levels.pop();
            } else {
                levels.push(nested);
            }
        }
        return value;
    }

    private static boolean isContainer(Branch branch) {
        return branch.typeRef == Branch.ARRAY || branch.typeRef == Branch.MAP || branch.typeRef == Branch.XML_HOOK;
    }

    private static @Nullable Branch container(@Nullable Object value) {
        return value instanceof SharedType type && isContainer(type.branch) ? type.branch : null;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return value instanceof SharedType type ? scalar(type.branch) : value;
    }

    private static @Nullable Object scalar(Branch branch) {
        return switch (branch.typeRef) {
            case Branch.TEXT -> TextContent.plain(branch);
            case Branch.XML_TEXT, Branch.XML_ELEMENT, Branch.XML_FRAGMENT -> XmlString.of(branch);
            default -> null;
        };
    }

    private static Object emptyContainer(Branch branch) {
        return branch.typeRef == Branch.ARRAY ? new ArrayList<>() : new LinkedHashMap<>();
    }

    @SuppressWarnings("unchecked") // made by emptyContainer for the same branch
    private static Level level(Branch branch, Object value) {
        return branch.typeRef == Branch.ARRAY
                ? new ListLevel(branch, (List<@Nullable Object>) value)
                : new MapLevel(branch, (Map<String, @Nullable Object>) value);
    }
}
