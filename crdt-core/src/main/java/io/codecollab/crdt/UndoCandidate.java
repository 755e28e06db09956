package io.codecollab.crdt;

import org.jspecify.annotations.Nullable;

/**
 * A live run of units that an undo or redo is about to delete, as {@link UndoOptions#deleteFilter()} sees it. Valid during
 * the call. Not thread-safe.
 */
public final class UndoCandidate {
    private final Item item;

    UndoCandidate(Item item) {
        this.item = item;
    }

    /** Id of the first unit. */
    public Id id() {
        return new Id(item.client(), item.clock);
    }

    /** Number of units. */
    public int length() {
        return item.length;
    }

    /** The type it stands in. */
    public SharedType parent() {
        return SharedType.of(item.requireParent());
    }

    /** The map key or attribute it is a value of; null for a list item. */
    public @Nullable String parentSub() {
        return item.parentSub();
    }

    /** The shared type it holds, with everything inside; null if it holds anything else. */
    public @Nullable SharedType type() {
        return item.kind() == Item.TYPE ? SharedType.of(item.branch()) : null;
    }
}
