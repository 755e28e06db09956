package io.codecollab.crdt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads lists and maps as they were, unit by unit and without changing the document.
 *
 * <p>Source: Yjs 13.6 {@code AbstractType.js}, {@code typeListToArraySnapshot}, {@code typeMapGetSnapshot} and {@code
 * typeMapGetAllSnapshot}. Where an item holds units of both sides of the snapshot, Yjs goes by the first one and returns
 * them all; here each unit is asked.
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
        Item item = entryAt(map.entry(key), snapshot);
        return item == null ? null : Contents.last(item);
    }

    static Map<String, @Nullable Object> entries(Branch map, Snapshot snapshot) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        Map<String, Item> entries = map.entries;
        if (entries != null) {
            entries.forEach((key, newest) -> {
                Item item = entryAt(newest, snapshot);
                if (item != null) {
                    values.put(key, Contents.last(item));
                }
            });
        }
        return values;
    }

    /* The rightmost value of the chain that existed decides. */
    private static @Nullable Item entryAt(@Nullable Item newest, Snapshot snapshot) {
        Item item = newest;
        while (item != null && !snapshot.existed(item)) {
            item = item.left;
        }
        return item != null && snapshot.isVisible(item) ? item : null;
    }
}
