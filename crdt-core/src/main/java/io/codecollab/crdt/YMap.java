package io.codecollab.crdt;

import io.codecollab.crdt.lib0.PropertyOrder;
import io.codecollab.crdt.lib0.Undefined;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A shared map of string keys. Of concurrent writes to one key the one of the highest client id wins, on every replica.
 *
 * <p>Values: null, {@link Undefined}, Boolean, Number, BigInteger, String, byte[], List, Map, a preliminary shared type or a
 * {@link Doc}. Numbers are JavaScript's: an integral one reads back as Long, any other as Double.
 *
 * <p>Not thread-safe: belongs to its document's writer.
 */
public sealed class YMap extends SharedType permits XmlHook {
    private @Nullable Map<String, @Nullable Object> preliminary;

    /** A preliminary map. */
    public YMap() {
        this(new Branch(Branch.MAP, null, null));
        preliminary = new LinkedHashMap<>();
        branch.type = this;
    }

    /** A preliminary map with these entries. */
    public YMap(Map<String, ?> entries) {
        this();
        entries.forEach(this::set);
    }

    YMap(Branch branch) {
        super(branch);
    }

    final void becomePreliminary() {
        preliminary = new LinkedHashMap<>();
        branch.type = this;
    }

    @Override
    final void integratePreliminaryContent() {
        Map<String, @Nullable Object> entries = preliminary;
        preliminary = null;
        if (entries != null) {
            entries.forEach(this::set);
        }
    }

    /** Sets a key, and returns the value. */
    public final @Nullable Object set(String key, @Nullable Object value) {
        Map<String, @Nullable Object> entries = preliminary;
        if (entries != null) {
            entries.put(key, value);
        } else {
            edit(transaction -> ListEdits.set(transaction, branch, key, value));
        }
        return value;
    }

    /** The value of a key, or null if it has none (or is null: see {@link #has}). */
    public final @Nullable Object get(String key) {
        Map<String, @Nullable Object> entries = preliminary;
        if (entries != null) {
            return entries.get(key);
        }
        Item item = branch.liveEntry(key);
        return item == null ? null : Contents.last(item);
    }

    public final boolean has(String key) {
        Map<String, @Nullable Object> entries = preliminary;
        return entries != null ? entries.containsKey(key) : branch.liveEntry(key) != null;
    }

    public final void delete(String key) {
        Map<String, @Nullable Object> entries = preliminary;
        if (entries != null) {
            entries.remove(key);
        } else {
            edit(transaction -> ListEdits.remove(transaction, branch, key));
        }
    }

    public final void clear() {
        Map<String, @Nullable Object> entries = preliminary;
        if (entries != null) {
            entries.clear();
        } else {
            edit(transaction -> ListEdits.clear(transaction, branch));
        }
    }

    /** Number of keys that have a value. */
    public final int size() {
        return entries().size();
    }

    /** The keys, a copy. The order is that of this replica's first writes and differs between replicas, as in Yjs. */
    public final Set<String> keys() {
        return entries().keySet();
    }

    public final List<@Nullable Object> values() {
        return new ArrayList<>(entries().values());
    }

    /** Keys and values, a copy. */
    public final Map<String, @Nullable Object> entries() {
        Map<String, @Nullable Object> entries = preliminary;
        return entries != null ? new LinkedHashMap<>(entries) : liveEntries(branch);
    }

    /** The value a key had, or null if it had none. Needs a document that does not collect garbage. */
    public final @Nullable Object get(String key, Snapshot snapshot) {
        return SnapshotContent.value(branch, key, snapshot);
    }

    /** Keys and values as they were. Needs a document that does not collect garbage. */
    public final Map<String, @Nullable Object> entries(Snapshot snapshot) {
        return SnapshotContent.entries(branch, snapshot);
    }

    static Map<String, @Nullable Object> liveEntries(Branch branch) {
        Map<String, @Nullable Object> live = new LinkedHashMap<>();
        if (branch.entries != null) {
            branch.entries.forEach((key, item) -> {
                if (!item.isDeleted()) {
                    live.put(key, Contents.last(item));
                }
            });
        }
        return live;
    }

    /** The live entries in the order in which JavaScript lists an object's properties. */
    static Map<String, @Nullable Object> properties(Branch branch) {
        Map<String, @Nullable Object> ordered = new LinkedHashMap<>();
        for (Map.Entry<String, ?> entry : PropertyOrder.entries(liveEntries(branch))) {
            ordered.put(entry.getKey(), entry.getValue());
        }
        return ordered;
    }

    public final void forEach(BiConsumer<String, @Nullable Object> action) {
        entries().forEach(action);
    }

    @Override
    public YMap copy() {
        return (YMap) super.copy();
    }
}
