package io.codecollab.server.storage;

import io.codecollab.crdt.Replica;
import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.persistence.StoredDocument;
import io.codecollab.persistence.StoredUpdate;
import io.codecollab.persistence.UpdateStore;

/** Builds replicas from what is stored. */
public final class StoredReplica {

    private StoredReplica() {}

    /**
     * Merges a snapshot and its journal. A journal row that the engine refuses goes to the quarantine; everything else is in
     * the replica.
     *
     * @throws IllegalStateException if the snapshot is refused: nearly all of the document would be missing
     */
    public static Replica build(StoredDocument stored, ReplicaFactory replicas, UpdateStore store) {
        Replica replica = replicas.create();
        if (stored.hasSnapshot()) {
            try {
                replica.applyUpdate(stored.snapshot());
            } catch (DecodeException e) {
                replica.close();
                throw new IllegalStateException(
                        "snapshot cannot be read, document=" + stored.document() + ", snapshotId="
                                + stored.snapshotId(),
                        e);
            }
        }
        for (StoredUpdate row : stored.journal()) {
            try {
                replica.applyUpdate(row.update());
            } catch (DecodeException e) {
                store.quarantine(stored.document(), row, "engine refused it, " + e.getMessage());
            }
        }
        return replica;
    }
}
