package io.codecollab.crdt;

import io.codecollab.crdt.lib0.PropertyOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads lists and maps as they were, unit by unit and without changing the document.
 *
 * <p>Source: Yjs 13.6 {@code AbstractType.js}, {@code typeListToArraySnapshot}, {@code typeMapGetSnapshot} and {@code
 * typeMapGetAllSnapshot}. Where an item holds units that were visible and others that were not, Yjs goes by the first one;
 * here each unit is asked.
 */
final class SnapshotContent {
    private SnapshotContent() {}

    static List<@Nullable Object> list(Branch list, Snapshot snapshot) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Item item = list.start; item != null; item = item.right) {
            if (item.isCountable()) {
                for (int i = 0; i < item.length; i++) {
                    if (snapshot.isVisible(item, i)) {
                        values.add(Contents.value(item, i));
                    }
                }
            }
        }
        return values;
    }

    /** The value a key had, or null if it had none. */
    static @Nullable Object value(Branch map, String key, Snapshot snapshot) {
        Item item = newestOf(map.entry(key), snapshot);
        int offset = item == null ? 0 : snapshot.unitsOf(item) - 1;
        return item != null && snapshot.isVisible(item, offset) ? Contents.value(item, offset) : null;
    }

    /** The keys that had a value, with it, in the order in which JavaScript lists an object's properties. */
    static Map<String, @Nullable Object> entries(Branch map, Snapshot snapshot) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        if (map.entries == null) {
            return values;
        }
        for (Map.Entry<String, ?> entry : PropertyOrder.entries(map.entries)) {
            Item item = newestOf((Item) entry.getValue(), snapshot);
            if (item != null && snapshot.isVisible(item, snapshot.unitsOf(item) - 1)) {
                values.put(entry.getKey(), Contents.value(item, snapshot.unitsOf(item) - 1));
            }
        }
        return values;
    }

    /* The rightmost value that existed decides: the last of its units, since old values of one client are joined. */
    private static @Nullable Item newestOf(@Nullable Item rightmost, Snapshot snapshot) {
        Item item = rightmost;
        while (item != null && snapshot.unitsOf(item) == 0) {
            item = item.left;
        }
        return item;
    }
}
