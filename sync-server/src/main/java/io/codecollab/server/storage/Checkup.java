package io.codecollab.server.storage;

import io.codecollab.crdt.Replica;
import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.persistence.QuarantinedRecord;
import io.codecollab.persistence.QuarantinedRecord.Source;
import io.codecollab.persistence.StoredDocument;
import io.codecollab.persistence.StoredUpdate;
import io.codecollab.persistence.UnsupportedRecordException;
import io.codecollab.persistence.UpdateStore;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a stored document as a server would that opens it, and says what is wrong with it: rows that are damaged, were damaged
 * and are in the quarantine, or cannot be merged. The store moves damaged rows to the quarantine when it reads them; nothing
 * else is changed.
 *
 * <p>Thread-safe.
 */
public final class Checkup {

    private final UpdateStore store;
    private final ReplicaFactory replicas;

    public Checkup(UpdateStore store, ReplicaFactory replicas) {
        this.store = store;
        this.replicas = replicas;
    }

    /**
     * What was found.
     *
     * @param rows how many rows were read, the snapshot among them
     * @param bytes what they take
     * @param problems one line each; empty when all is well
     */
    public record Findings(int rows, long bytes, List<String> problems) {

        public Findings {
            problems = List.copyOf(problems);
        }
    }

    /** Reads all of a document. */
    public Findings of(String document) {
        StoredDocument stored;
        try {
            stored = store.load(document);
        } catch (UnsupportedRecordException e) {
            return new Findings(0, 0, List.of(String.valueOf(e.getMessage())));
        }
        List<String> problems = new ArrayList<>();
        for (QuarantinedRecord bad : store.quarantined(document)) {
            if (bad.source() != Source.REFUSED) { // which never were part of it
                problems.add("quarantined " + of(bad.source(), bad.sequence()) + ": " + bad.reason());
            }
        }
        merge(stored, problems);
        int rows = stored.journal().size() + (stored.hasSnapshot() ? 1 : 0);
        return new Findings(rows, stored.size(), problems);
    }

    private void merge(StoredDocument stored, List<String> problems) {
        try (Replica replica = replicas.create()) {
            if (stored.hasSnapshot()) {
                merge(replica, stored.snapshot(), of(Source.SNAPSHOT, stored.snapshotId()), problems);
            }
            for (StoredUpdate row : stored.journal()) {
                merge(replica, row.update(), of(Source.JOURNAL, row.sequence()), problems);
            }
            replica.encodeStateAsUpdate(); // what everybody who joins is sent
        } catch (RuntimeException e) {
            problems.add("cannot be merged: " + e);
        }
    }

    private static void merge(Replica replica, byte[] update, String what, List<String> problems) {
        try {
            replica.applyUpdate(update);
        } catch (DecodeException e) {
            problems.add(what + " cannot be read: " + e.getMessage());
        }
    }

    private static String of(Source source, long sequence) {
        return source == Source.SNAPSHOT ? "snapshot " + sequence : "journal row " + sequence;
    }
}
