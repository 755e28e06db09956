package io.codecollab.crdt.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A shared type of any kind: a list of units, and a chain of units per key of which the last is the value. */
final class SlowType {

    /** The name of a root type; null for a nested one. */
    final @Nullable String rootName;

    /** The unit that holds this type; null for a root type. */
    final @Nullable Unit holder;

    /** All list units in document order, deleted ones included. */
    final List<Unit> list = new ArrayList<>();

    /** All units per key, the current value last. */
    final Map<String, List<Unit>> chains = new LinkedHashMap<>();

    private SlowType(@Nullable String rootName, @Nullable Unit holder) {
        this.rootName = rootName;
        this.holder = holder;
    }

    static SlowType root(String name) {
        return new SlowType(name, null);
    }

    static SlowType heldBy(Unit unit) {
        return new SlowType(null, unit);
    }

    /** The units among which a new one has to find its place. */
    List<Unit> siblings(@Nullable String key) {
        return key == null ? list : chains.computeIfAbsent(key, none -> new ArrayList<>());
    }

    /** The value of a key as a unit, or null when there is none. */
    @Nullable
    Unit current(String key) {
        List<Unit> chain = siblings(key);
        return chain.isEmpty() || chain.get(chain.size() - 1).deleted ? null : chain.get(chain.size() - 1);
    }

    List<Unit> live() {
        return list.stream().filter(unit -> !unit.deleted).toList();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (Unit unit : live()) {
            if (unit.kind == Unit.Kind.CHARACTER) {
                text.append(unit.value);
            }
        }
        return text.toString();
    }

    List<@Nullable Object> values() {
        List<@Nullable Object> values = new ArrayList<>();
        live().forEach(unit -> values.add(value(unit)));
        return values;
    }

    Map<String, @Nullable Object> entries() {
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        for (String key : List.copyOf(chains.keySet())) {
            Unit current = current(key);
            if (current != null) {
                entries.put(key, value(current));
            }
        }
        return entries;
    }

    /** Nested types are read as maps: the only ones the shared suite nests. */
    private static @Nullable Object value(Unit unit) {
        return unit.type != null ? unit.type.entries() : unit.value;
    }
}
