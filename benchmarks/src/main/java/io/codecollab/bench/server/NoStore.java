package io.codecollab.bench.server;

import io.codecollab.crdt.DocReplica;
import io.codecollab.crdt.Replica;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.document.Journal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps nothing: what is appended is saved at once. For questions that are not about the store. Thread-safe. */
final class NoStore implements Journal {

    @Override
    public Replica load(DocumentName name) {
        return new DocReplica();
    }

    @Override
    public CompletionStage<Void> append(DocumentName name, byte[] update) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void keepRefused(DocumentName name, byte[] update, String reason) {
        throw new IllegalStateException("an update was refused, document=" + name + ": " + reason);
    }

    @Override
    public boolean exists(DocumentName name) {
        return false;
    }

    @Override
    public boolean create(DocumentName name) {
        return true;
    }

    @Override
    public void grown(DocumentName name) {}

    @Override
    public void unloaded(DocumentName name) {}
}
