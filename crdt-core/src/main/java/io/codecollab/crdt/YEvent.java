package io.codecollab.crdt;

import io.codecollab.crdt.lib0.Undefined;
import io.codecollab.crdt.update.IdSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction changed about one shared type. Ask it during the call: afterwards the content of what was deleted
 * is gone, and questions not asked before are refused.
 *
 * <p>Unlike Yjs, reading {@link #delta} never changes the document.
 *
 * <p>Not thread-safe; created by the document for its observers.
 */
public final class YEvent {
    private final Branch target;
    private final Transaction transaction;
    private final Transaction.ChangedKeys changed;
    private Branch currentTarget;
    private @Nullable List<Object> path;
    private @Nullable List<DeltaOp> delta;
    private @Nullable Map<String, KeyChange> keys;

    YEvent(Branch target, Transaction transaction, Transaction.ChangedKeys changed) {
        this.target = target;
        this.transaction = transaction;
        this.changed = changed;
        this.currentTarget = target;
    }

    Branch targetBranch() {
        return target;
    }

    void currentTarget(Branch branch) {
        currentTarget = branch;
        path = null;
    }

    /** The type that changed. */
    public SharedType target() {
        return SharedType.of(target);
    }

    /** The type whose observer is being called: the target or, for deep observers, an ancestor of it. */
    public SharedType currentTarget() {
        return SharedType.of(currentTarget);
    }

    public Transaction transaction() {
        return transaction;
    }

    /** Whether items of the list (characters, elements, children) were inserted, deleted or formatted. */
    public boolean childListChanged() {
        return changed.list;
    }

    /** The map keys or attribute names that were written, whether or not their value is another one now. */
    public Set<String> keysChanged() {
        return Collections.unmodifiableSet(changed.keys);
    }

    int depth() {
        return path().size();
    }

    /** The way from the current target to the target: map keys (String) and list indices (Integer). */
    public List<Object> path() {
        List<Object> known = path;
        if (known == null) {
            Deque<Object> steps = new ArrayDeque<>();
            Branch branch = target;
            for (Item holder = branch.item; holder != null && branch != currentTarget; holder = branch.item) {
                Branch parent = holder.requireParent();
                String key = holder.parentSub();
                steps.push(key != null ? key : (Object) parent.cursor().indexOf(holder));
                branch = parent;
            }
            known = List.copyOf(steps);
            path = known;
        }
        return known;
    }

    /** The list's change as Quill-style operations; empty for a map. Inserts into arrays and XML carry a List. */
    public List<DeltaOp> delta() {
        List<DeltaOp> known = delta;
        if (known == null) {
            requireRunning();
            known = !changed.list
                    ? List.of()
                    : target.isText() ? TextDelta.of(this) : new ListDelta(this, transaction).compute();
            delta = known;
        }
        return known;
    }

    /** What became of the keys that changed: added, updated or deleted, with the old value. */
    public Map<String, KeyChange> keys() {
        Map<String, KeyChange> known = keys;
        if (known == null) {
            requireRunning();
            Map<String, KeyChange> changes = new LinkedHashMap<>();
            for (String key : changed.keys) {
                KeyChange change = keyChange(key);
                if (change != null) {
                    changes.put(key, change);
                }
            }
            known = Collections.unmodifiableMap(changes);
            keys = known;
        }
        return known;
    }

    private @Nullable KeyChange keyChange(String key) {
        Item item = target.entry(key);
        if (item == null) {
            return null;
        }
        boolean deleted = transaction.deletes(item);
        if (!transaction.adds(item)) {
            return deleted ? new KeyChange(KeyChange.Action.DELETE, Contents.last(item)) : null;
        }
        Item previous = item.left;
        while (previous != null && transaction.adds(previous)) {
            previous = previous.left;
        }
        boolean replaced = previous != null && transaction.deletes(previous);
        Object oldValue = replaced && previous != null ? Contents.last(previous) : Undefined.UNDEFINED;
        if (deleted) {
            return replaced ? new KeyChange(KeyChange.Action.DELETE, oldValue) : null;
        }
        return new KeyChange(replaced ? KeyChange.Action.UPDATE : KeyChange.Action.ADD, oldValue);
    }

    /** Ids of the list units that the transaction added to the target and did not delete again. */
    public IdSet added() {
        IdSet.Builder ids = new IdSet.Builder();
        for (Item item = target.start; item != null; item = item.right) {
            if (!item.isDeleted() && transaction.adds(item)) {
                ids.add(item.client(), item.clock, item.length);
            }
        }
        return ids.build();
    }

    /** Ids of the list units of the target that existed before and that the transaction deleted. */
    public IdSet deleted() {
        IdSet.Builder ids = new IdSet.Builder();
        for (Item item = target.start; item != null; item = item.right) {
            if (item.isDeleted() && transaction.deletes(item) && !transaction.adds(item)) {
                ids.add(item.client(), item.clock, item.length);
            }
        }
        return ids.build();
    }

    private void requireRunning() {
        if (!transaction.doc().isCleaningUp(transaction)) {
            throw new IllegalStateException("the change can only be computed during the observer call");
        }
    }

    /**
     * The list items that the transaction added or deleted, or null if there are so many that walking the whole list is as
     * good.
     */
    static @Nullable List<Item> changedItems(Branch target, Transaction transaction, int most) {
        List<Item> items = new ArrayList<>();
        int visited = 0;
        for (int i = 0; i < transaction.ownTouchedCount(); i++) {
            Item item = transaction.touched(i).find(transaction.before(i));
            for (; item != null; item = item.next) {
                if (++visited > most) {
                    return null;
                }
                if (item.parent == target && !item.isMapEntry()) {
                    items.add(item);
                }
            }
        }
        Deletions deletions = transaction.deletions;
        for (int i = 0; i < deletions.clientCount(); i++) {
            Deletions.Client client = deletions.client(i);
            for (int range = 0; range < client.count(); range++) {
                int end = client.clock(range) + client.length(range);
                Item item = client.log.find(client.clock(range));
                for (; item != null && item.clock < end; item = item.next) {
                    if (++visited > most) {
                        return null;
                    }
                    if (item.parent == target && !item.isMapEntry() && !transaction.adds(item)) {
                        items.add(item);
                    }
                }
            }
        }
        return items;
    }
}
