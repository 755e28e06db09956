package io.codecollab.server.document;

import io.codecollab.crdt.DocReplica;
import io.codecollab.crdt.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A journal in memory whose commits happen when the test says so. Thread-safe. */
final class ScriptedJournal implements Journal {

    private final List<byte[]> committed = new ArrayList<>();
    private final List<byte[]> waiting = new ArrayList<>();
    private final List<CompletableFuture<Void>> futures = new ArrayList<>();
    private boolean unreadable;
    private int unloadCount;

    @Override
    public synchronized Replica load(DocumentName name) {
        if (unreadable) {
            throw new IllegalStateException("cannot be read, as the test wants it");
        }
        Replica replica = new DocReplica();
        committed.forEach(replica::applyUpdate);
        return replica;
    }

    @Override
    public synchronized CompletionStage<Void> append(DocumentName name, byte[] update) {
        CompletableFuture<Void> future = new CompletableFuture<>();
        waiting.add(update);
        futures.add(future);
        return future;
    }

    @Override
    public synchronized void unloaded(DocumentName name) {
        unloadCount++;
    }

    /** Everything appended so far is durable. */
    void commit() {
        List<CompletableFuture<Void>> done;
        synchronized (this) {
            committed.addAll(waiting);
            waiting.clear();
            done = List.copyOf(futures);
            futures.clear();
        }
        done.forEach(future -> future.complete(null));
    }

    /** Everything appended so far will never be durable. */
    void fail() {
        List<CompletableFuture<Void>> lost;
        synchronized (this) {
            waiting.clear();
            lost = List.copyOf(futures);
            futures.clear();
        }
        lost.forEach(future -> future.completeExceptionally(new IllegalStateException("disk on fire")));
    }

    synchronized void makeUnreadable() {
        unreadable = true;
    }

    synchronized int waitingCount() {
        return waiting.size();
    }

    synchronized int unloadCount() {
        return unloadCount;
    }
}
