package io.codecollab.server.storage;

import io.codecollab.crdt.Replica;
import io.codecollab.persistence.StoredDocument;
import io.codecollab.persistence.StoredUpdate;
import io.codecollab.persistence.UpdateStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a document's snapshot and journal by one new snapshot, and deletes nothing before it has seen that the snapshot
 * contains it: a replica of the new snapshot alone must find nothing new in any of the rows.
 *
 * <p>Thread-safe.
 */
final class Compactor {

    private static final Logger log = LoggerFactory.getLogger(Compactor.class);

    private final UpdateStore store;
    private final ReplicaFactory replicas;
    private final int minJournalRows;

    /** @param minJournalRows shorter journals are left alone */
    Compactor(UpdateStore store, ReplicaFactory replicas, int minJournalRows) {
        this.store = store;
        this.replicas = replicas;
        this.minJournalRows = minJournalRows;
    }

    /** Returns whether there is a new snapshot. */
    boolean compact(String document) {
        StoredDocument stored = store.load(document);
        if (stored.journal().size() < minJournalRows) {
            return false;
        }
        byte[] snapshot;
        try (Replica merged = StoredReplica.build(stored, replicas, store)) {
            if (merged.pendingBytes() > 0) {
                return false; // what waits for missing updates cannot be seen to be contained: wait for them
            }
            snapshot = merged.encodeStateAsUpdate();
        }
        if (!containsAll(snapshot, stored)) {
            log.error("A new snapshot would not contain all it replaces, nothing was compacted, document={}", document);
            return false;
        }
        boolean compacted = store.compact(stored, snapshot);
        if (compacted) {
            log.info(
                    "Compacted document={}, rows={}, bytes={} to {}",
                    document,
                    stored.journal().size(),
                    stored.size(),
                    snapshot.length);
        }
        return compacted;
    }

    private boolean containsAll(byte[] snapshot, StoredDocument stored) {
        try (Replica replica = replicas.create()) {
            replica.applyUpdate(snapshot);
            if (stored.hasSnapshot() && replica.applyUpdate(stored.snapshot()).changed()) {
                return false;
            }
            for (StoredUpdate row : stored.journal()) {
                if (replica.applyUpdate(row.update()).changed()) {
                    return false;
                }
            }
            return true;
        }
    }
}
