package io.codecollab.crdt;

import java.util.Set;

/**
 * What a transaction changed about the subdocuments.
 *
 * @param loaded subdocuments that should be loaded now
 * @param added subdocuments that were added
 * @param removed subdocuments that were removed; they are destroyed after the event
 */
public record SubdocsEvent(Set<Doc> loaded, Set<Doc> added, Set<Doc> removed, Transaction transaction) {

    public SubdocsEvent {
        loaded = Set.copyOf(loaded);
        added = Set.copyOf(added);
        removed = Set.copyOf(removed);
    }
}
