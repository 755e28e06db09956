package io.codecollab.crdt;

import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which items an undo manager has re-created, and as what. Local knowledge, never sent.
 *
 * <p>Not thread-safe; owned by its document.
 */
final class RedoneIds {
    private final IdentityHashMap<Item, Id> redone = new IdentityHashMap<>(4);

    /** Where the item's content lives on, or null. */
    @Nullable
    Id get(Item item) {
        return (item.flags & Item.REDONE_FLAG) == 0 ? null : redone.get(item);
    }

    void put(Item item, Id id) {
        item.flags |= Item.REDONE_FLAG;
        redone.put(item, id);
    }

    void split(Item leftPart, Item rightPart, int units) {
        Id id = redone.get(leftPart);
        if (id != null) {
            put(rightPart, new Id(id.client(), id.clock() + units));
        }
    }

    void remove(Item item) {
        redone.remove(item);
    }
}
