package io.codecollab.crdt;

import org.jspecify.annotations.Nullable;

/**
 * A deleted run of units that is about to lose its content, as {@link DocOptions#gcFilter()} sees it. Valid during the
 * call. Not thread-safe.
 */
public final class GcCandidate {
    private final Item item;

    GcCandidate(Item item) {
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

    /** The type it was deleted from. */
    public SharedType parent() {
        return SharedType.of(item.requireParent());
    }

    /** The map key or attribute it was a value of; null for a list item. */
    public @Nullable String parentSub() {
        return item.parentSub();
    }
}
