package io.codecollab.server.storage;

import io.codecollab.crdt.Replica;
import io.codecollab.crdt.lib0.DecodeException;
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
public final class Compactor {

    private static final Logger log = LoggerFactory.getLogger(Compactor.class);

    private final UpdateStore store;
    private final ReplicaFactory replicas;
    private final int minJournalRows;

    /**
     * A compactor of what is in a store.
     *
     * @param minJournalRows shorter journals are left alone
     */
    public Compactor(UpdateStore store, ReplicaFactory replicas, int minJournalRows) {
        this.store = store;
        this.replicas = replicas;
        this.minJournalRows = minJournalRows;
    }

    /** What came of it. */
    public enum Outcome {
        COMPACTED,
        /** The journal is too short to bother. */
        SHORT,
        /** Some of it waits for updates that are missing: what is not merged cannot be seen to be contained. */
        INCOMPLETE,
        /** The new snapshot would have lacked something. This is a bug; nothing was changed. */
        REFUSED,
        /** Rows are gone that were there: compacted by somebody else, or damaged. Another attempt may succeed. */
        OVERTAKEN
    }

    /**
     * What was there, and what came of it.
     *
     * @param rows of the journal
     * @param bytes of snapshot and journal
     * @param snapshotBytes of the new snapshot; 0 when there is none
     */
    public record Result(Outcome outcome, int rows, long bytes, long snapshotBytes) {}

    /** Compacts one document. */
    public Result compact(String document) {
        StoredDocument stored = store.load(document);
        if (stored.journal().size() < minJournalRows) {
            return unchanged(stored, Outcome.SHORT);
        }
        byte[] snapshot;
        try (Replica merged = StoredReplica.build(stored, replicas, store)) {
            if (merged.pendingBytes() > 0) {
                return unchanged(stored, Outcome.INCOMPLETE);
            }
            snapshot = merged.encodeStateAsUpdate();
        }
        boolean contained;
        try {
            contained = containsAll(snapshot, stored);
        } catch (DecodeException e) {
            // a row that the engine refuses went to the quarantine when it was merged: the next attempt does without it
            return unchanged(stored, Outcome.OVERTAKEN);
        }
        if (!contained) {
            log.error("A new snapshot would not contain all it replaces, nothing was compacted, document={}", document);
            return unchanged(stored, Outcome.REFUSED);
        }
        if (!store.compact(stored, snapshot)) {
            return unchanged(stored, Outcome.OVERTAKEN);
        }
        Result result = new Result(Outcome.COMPACTED, stored.journal().size(), stored.size(), snapshot.length);
        log.info(
                "Compacted document={}, rows={}, bytes={} to {}", document, result.rows, result.bytes, snapshot.length);
        return result;
    }

    private static Result unchanged(StoredDocument stored, Outcome outcome) {
        return new Result(outcome, stored.journal().size(), stored.size(), 0);
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
