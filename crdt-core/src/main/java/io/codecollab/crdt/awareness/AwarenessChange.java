package io.codecollab.crdt.awareness;

import java.util.ArrayList;
import java.util.List;

/**
 * Which clients appeared, changed and left, each in the order it happened. Immutable.
 *
 * @param added clients that were never heard of before
 * @param updated clients whose state was replaced, or that came back
 * @param removed clients that are gone
 */
public record AwarenessChange(List<Long> added, List<Long> updated, List<Long> removed) {

    public AwarenessChange {
        added = List.copyOf(added);
        updated = List.copyOf(updated);
        removed = List.copyOf(removed);
    }

    public boolean isEmpty() {
        return added.isEmpty() && updated.isEmpty() && removed.isEmpty();
    }

    /** All of them: what {@link Awareness#encode(java.util.Collection)} needs in order to pass this change on. */
    public List<Long> clients() {
        List<Long> clients = new ArrayList<>(added.size() + updated.size() + removed.size());
        clients.addAll(added);
        clients.addAll(updated);
        clients.addAll(removed);
        return clients;
    }
}
