package io.codecollab.server.storage;

import io.codecollab.crdt.Replica;
import io.codecollab.persistence.UpdateStore;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.document.Journal;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal of documents kept in an {@link UpdateStore}. Thread-safe. */
public final class StoreJournal implements Journal {

    private static final Logger log = LoggerFactory.getLogger(StoreJournal.class);

    private final UpdateStore store;
    private final ReplicaFactory replicas;
    private final Compactor compactor;
    private final Consumer<DocumentName> onStored;

    /**
     * A journal in a store.
     *
     * @param compactAfterRows when a document is unloaded, a journal of so many rows becomes a snapshot
     * @param onStored hears of every edit that is durable; on the committing thread, must return soon
     */
    public StoreJournal(
            UpdateStore store, ReplicaFactory replicas, int compactAfterRows, Consumer<DocumentName> onStored) {
        this.store = store;
        this.replicas = replicas;
        this.onStored = onStored;
        this.compactor = new Compactor(store, replicas, compactAfterRows);
    }

    @Override
    public Replica load(DocumentName name) {
        return StoredReplica.build(store.load(name.value()), replicas, store);
    }

    @Override
    public CompletionStage<Void> append(DocumentName name, byte[] update) {
        return store.append(name.value(), update).thenRun(() -> onStored.accept(name));
    }

    @Override
    public void keepRefused(DocumentName name, byte[] update, String reason) {
        try {
            store.keepRefused(name.value(), update, reason);
        } catch (RuntimeException e) {
            log.warn("Could not keep a refused update of document={}, bytes={}", name, update.length, e);
        }
    }

    @Override
    public boolean exists(DocumentName name) {
        return store.exists(name.value());
    }

    @Override
    public boolean create(DocumentName name) {
        return store.create(name.value());
    }

    @Override
    public void grown(DocumentName name) {
        compact(name);
    }

    @Override
    public void unloaded(DocumentName name) {
        compact(name);
    }

    private void compact(DocumentName name) {
        try {
            compactor.compact(name.value());
        } catch (RuntimeException e) {
            // the journal stays as long as it is and the next unload tries again
            log.warn("Could not compact document={}", name, e);
        }
    }
}
