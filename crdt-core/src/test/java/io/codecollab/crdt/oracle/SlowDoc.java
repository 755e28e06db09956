package io.codecollab.crdt.oracle;

import io.codecollab.crdt.update.StateVector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The oracle: a document as YATA tells it, one character or value at a time.
 *
 * <p>Nothing is merged, split, indexed or garbage-collected, and every look-up is a scan or a plain map. What Yjs does to a
 * run of characters at once is done to each of them here; a run that is split keeps its meaning, so both must agree. Types
 * within types are maps.
 *
 * <p>What waits is tried after every update. Yjs tries only when a clock has come that it noted as missing, so while things
 * are missing it may lag behind; when nothing is, both have everything.
 *
 * <p>Not thread-safe.
 */
final class SlowDoc implements CrdtUnderTest {

    private final long clientId;
    private final Map<String, SlowType> roots = new HashMap<>();

    /** Everything integrated; the unit of clock n is the n-th of its client. */
    private final TreeMap<Long, List<Unit>> store = new TreeMap<>();

    /** What came in and waits for something that did not. */
    private final List<Unit> waitingUnits = new ArrayList<>();

    private final Set<UnitId> waitingDeletions = new LinkedHashSet<>();

    /** What the edit that is under way deleted. */
    private final List<UnitId> deletedNow = new ArrayList<>();

    SlowDoc(long clientId) {
        this.clientId = clientId;
    }

    // ---- remote edits

    @Override
    public void apply(byte[] update) {
        UnitReader incoming = new UnitReader(update);
        waitingUnits.addAll(incoming.units);
        waitingDeletions.addAll(incoming.deletions);
        while (integrateWhatIsReady()) {
            // what was integrated may be what others waited for
        }
        deleteWhatIsKnown();
    }

    private boolean integrateWhatIsReady() {
        boolean progress = false;
        for (Iterator<Unit> waiting = waitingUnits.iterator(); waiting.hasNext(); ) {
            Unit unit = waiting.next();
            if (isKnown(unit.id)) {
                waiting.remove();
            } else if (isReady(unit)) {
                waiting.remove();
                integrate(unit);
                progress = true;
            }
        }
        return progress;
    }

    private void deleteWhatIsKnown() {
        for (Iterator<UnitId> waiting = waitingDeletions.iterator(); waiting.hasNext(); ) {
            UnitId id = waiting.next();
            if (isKnown(id)) {
                waiting.remove();
                delete(unit(id));
            }
        }
    }

    private boolean isReady(Unit unit) {
        return unit.id.clock() == nextClock(unit.id.client())
                && isKnownOrNull(unit.origin)
                && isKnownOrNull(unit.rightOrigin)
                && isKnownOrNull(unit.place.holder());
    }

    private boolean isKnownOrNull(@Nullable UnitId id) {
        return id == null || isKnown(id);
    }

    private boolean isKnown(UnitId id) {
        return id.clock() < nextClock(id.client());
    }

    private int nextClock(long client) {
        return unitsOf(client).size();
    }

    private List<Unit> unitsOf(long client) {
        return store.getOrDefault(client, List.of());
    }

    private Unit unit(UnitId id) {
        return unitsOf(id.client()).get(id.clock());
    }

    private @Nullable Unit unitOrNull(@Nullable UnitId id) {
        return id == null ? null : unit(id);
    }

    // ---- YATA

    /** Puts a unit whose dependencies are known in its place. */
    private void integrate(Unit unit) {
        store.computeIfAbsent(unit.id.client(), client -> new ArrayList<>()).add(unit);
        Unit left = unitOrNull(unit.origin);
        Unit right = unitOrNull(unit.rightOrigin);
        findParent(unit, left, right);
        if (unit.parent == null) {
            unit.deleted = true;
            return;
        }

        List<Unit> siblings = unit.parent.siblings(unit.key);
        int index = indexAfterConflicts(unit, siblings, left, right);
        siblings.add(index, unit);

        if (unit.key != null && index == siblings.size() - 1 && index > 0) {
            delete(siblings.get(index - 1));
        }
        boolean overwritten = unit.key != null && index < siblings.size() - 1;
        boolean parentDeleted = unit.parent.holder != null && unit.parent.holder.deleted;
        if (overwritten || parentDeleted) {
            delete(unit);
        }
    }

    /** A unit whose neighbour or parent stands nowhere stands nowhere either. */
    private void findParent(Unit unit, @Nullable Unit left, @Nullable Unit right) {
        if ((left != null && !left.stands()) || (right != null && !right.stands())) {
            return;
        }
        Unit.Place place = unit.place;
        if (place.rootName() != null) {
            unit.parent = root(place.rootName());
            unit.key = place.key();
        } else if (place.holder() != null) {
            unit.parent = unit(place.holder()).type;
            unit.key = place.key();
        } else {
            Unit neighbour = left != null ? left : right;
            unit.parent = neighbour == null ? null : neighbour.parent;
            unit.key = neighbour == null ? null : neighbour.key;
        }
    }

    /**
     * Where a unit belongs among those that others put between the same two neighbours: the heart of YATA.
     *
     * <p>A sibling with the same origin goes left of it when its client is smaller; what hangs on such a sibling stays with it.
     */
    private int indexAfterConflicts(Unit unit, List<Unit> siblings, @Nullable Unit left, @Nullable Unit right) {
        int index = left == null ? 0 : siblings.indexOf(left) + 1;
        Set<Unit> conflicting = new HashSet<>();
        Set<Unit> before = new HashSet<>();
        for (int i = index; i < siblings.size() && siblings.get(i) != right; i++) {
            Unit other = siblings.get(i);
            before.add(other);
            conflicting.add(other);
            if (Objects.equals(other.origin, unit.origin)) {
                if (other.id.client() < unit.id.client()) {
                    index = i + 1;
                    conflicting.clear();
                } else if (Objects.equals(other.rightOrigin, unit.rightOrigin)) {
                    break;
                }
            } else if (other.origin != null && before.contains(unit(other.origin))) {
                if (!conflicting.contains(unit(other.origin))) {
                    index = i + 1;
                    conflicting.clear();
                }
            } else {
                break;
            }
        }
        return index;
    }

    /** Marks a unit and everything in it. */
    private void delete(Unit unit) {
        if (!unit.deleted) {
            unit.deleted = true;
            deletedNow.add(unit.id);
            if (unit.type != null) {
                unit.type.list.forEach(this::delete);
                unit.type.chains.values().forEach(chain -> chain.forEach(this::delete));
            }
        }
    }

    // ---- local edits

    /** Inserts behind the character before the index, but also behind everything deleted that follows it (C.2). */
    @Override
    public byte[] insertText(String root, int index, String text) {
        SlowType type = root(root);
        int at = physicalIndex(type, index);
        while (at < type.list.size() && type.list.get(at).deleted) {
            at++;
        }
        return insert(
                type,
                at,
                Unit.Kind.CHARACTER,
                text.chars().mapToObj(unit -> (char) unit).toList());
    }

    @Override
    public byte[] deleteText(String root, int index, int length) {
        return deleteRange(root(root), index, length);
    }

    /** Inserts right behind the value before the index (C.2). */
    @Override
    public byte[] insertValues(String root, int index, List<?> values) {
        return insert(root(root), physicalIndex(root(root), index), Unit.Kind.VALUE, values);
    }

    /** Inserts behind everything, deleted or not (C.2). */
    @Override
    public byte[] pushValues(String root, List<?> values) {
        return insert(root(root), root(root).list.size(), Unit.Kind.VALUE, values);
    }

    @Override
    public byte[] deleteValues(String root, int index, int length) {
        return deleteRange(root(root), index, length);
    }

    @Override
    public byte[] setKey(String root, String key, Object value) {
        return set(root(root), key, Unit.Kind.VALUE, value);
    }

    @Override
    public byte[] setNewMap(String root, String key) {
        return set(root(root), key, Unit.Kind.TYPE, null);
    }

    @Override
    public byte[] setNestedKey(String root, String key, String nestedKey, Object value) {
        Unit holder = Objects.requireNonNull(root(root).current(key));
        return set(Objects.requireNonNull(holder.type), nestedKey, Unit.Kind.VALUE, value);
    }

    @Override
    public byte[] deleteKey(String root, String key) {
        Unit current = root(root).current(key);
        return edit(() -> {
            if (current != null) {
                delete(current);
            }
            return List.of();
        });
    }

    /** The index in the physical list right behind the live unit number {@code index - 1}. */
    private static int physicalIndex(SlowType type, int index) {
        return index == 0 ? 0 : type.list.indexOf(type.live().get(index - 1)) + 1;
    }

    private byte[] insert(SlowType type, int at, Unit.Kind kind, List<?> values) {
        UnitId leftId = at == 0 ? null : type.list.get(at - 1).id;
        UnitId rightId = at == type.list.size() ? null : type.list.get(at).id;
        return edit(() -> {
            List<Unit> inserted = new ArrayList<>();
            UnitId origin = leftId;
            for (Object value : values) {
                Unit unit = newUnit(type, null, origin, rightId, kind, value);
                inserted.add(unit);
                origin = unit.id;
            }
            return inserted;
        });
    }

    private byte[] set(SlowType type, String key, Unit.Kind kind, @Nullable Object value) {
        List<Unit> chain = type.siblings(key);
        UnitId origin = chain.isEmpty() ? null : chain.get(chain.size() - 1).id;
        return edit(() -> List.of(newUnit(type, key, origin, null, kind, value)));
    }

    private byte[] deleteRange(SlowType type, int index, int length) {
        return edit(() -> {
            type.live().subList(index, index + length).forEach(this::delete);
            return List.of();
        });
    }

    private Unit newUnit(
            SlowType type,
            @Nullable String key,
            @Nullable UnitId origin,
            @Nullable UnitId rightOrigin,
            Unit.Kind kind,
            @Nullable Object value) {
        UnitId id = new UnitId(clientId, nextClock(clientId));
        UnitId holder = type.holder == null ? null : type.holder.id;
        Unit unit = new Unit(id, origin, rightOrigin, new Unit.Place(type.rootName, holder, key), kind, value);
        integrate(unit);
        return unit;
    }

    /** Makes an edit and says it in bytes. */
    private byte[] edit(Supplier<List<Unit>> edit) {
        deletedNow.clear();
        List<Unit> inserted = edit.get();
        TreeMap<Long, List<Unit>> byClient = new TreeMap<>();
        if (!inserted.isEmpty()) {
            byClient.put(clientId, inserted);
        }
        return UnitWriter.write(byClient, deletedNow);
    }

    // ---- reading

    private SlowType root(String name) {
        return roots.computeIfAbsent(name, SlowType::root);
    }

    @Override
    public String text(String root) {
        return root(root).text();
    }

    @Override
    public List<?> values(String root) {
        return root(root).values();
    }

    @Override
    public Map<String, ?> entries(String root) {
        return root(root).entries();
    }

    @Override
    public StateVector stateVector() {
        Map<Long, Integer> clocks = new HashMap<>();
        store.forEach((client, units) -> clocks.put(client, units.size()));
        return StateVector.of(clocks);
    }

    @Override
    public byte[] stateAsUpdate() {
        List<UnitId> deletions = new ArrayList<>();
        store.values()
                .forEach(units -> units.stream().filter(unit -> unit.deleted).forEach(unit -> deletions.add(unit.id)));
        return UnitWriter.write(store, deletions);
    }

    @Override
    public boolean hasPending() {
        return !waitingUnits.isEmpty() || !waitingDeletions.isEmpty();
    }
}
