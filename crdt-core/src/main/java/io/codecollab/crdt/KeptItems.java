package io.codecollab.crdt;

import org.jspecify.annotations.Nullable;

/** Keeps deleted content from being released, for as long as somebody may want it back. Local knowledge, never sent. */
final class KeptItems {
    private KeptItems() {}

    /** Marks an item and the items around it, up to the first one that is marked so already. */
    static void mark(Item from, boolean keep) {
        for (@Nullable Item item = from; item != null && item.isKept() != keep; item = item.requireParent().item) {
            item.keep(keep);
        }
    }
}
