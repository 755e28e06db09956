package io.codecollab.crdt;

import org.jspecify.annotations.Nullable;

/**
 * A run of units that a filter is asked about: that were deleted and are about to lose their content ({@link
 * DocOptions#gcFilter()}), or that an undo or redo is about to delete ({@link UndoOptions#deleteFilter()}). Valid during the
 * call. Not thread-safe.
 */
public final class UnitRun {
    private final Item item;

    UnitRun(Item item) {
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

    /** The type it stands in, or was deleted from. */
    public SharedType parent() {
        return SharedType.of(item.requireParent());
    }

    /** The map key or attribute it is or was a value of; null for a list item. */
    public @Nullable String parentSub() {
        return item.parentSub();
    }

    /** The shared type it holds, with everything inside; null if it holds anything else. */
    public @Nullable SharedType type() {
        return item.kind() == Item.TYPE ? SharedType.of(item.branch()) : null;
    }
}
