package io.codecollab.server.document;

import io.codecollab.crdt.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Somebody who takes part in a document for one thing and is told nothing: a request over HTTP. */
public final class Visit implements Subscriber {

    /** The document ended a visit before it had done what it came for. */
    public static final class EndedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final CloseReason reason;

        EndedException(CloseReason reason) {
            super(reason.text());
            this.reason = reason;
        }

        public CloseReason reason() {
            return reason;
        }
    }

    private final CompletableFuture<byte[]> done = new CompletableFuture<>();

    private Visit() {}

    /** Reads a document as one update. Never waits. */
    public static CompletionStage<byte[]> read(Documents documents, DocumentName name, Executor worker) {
        Visit visit = new Visit();
        Consumer<Replica> reader = replica -> visit.done.complete(replica.encodeStateAsUpdate());
        return visit.during(documents, name, worker, document -> document.read(visit, reader));
    }

    /** Merges an update; completes with it when it is stored. Never waits. */
    public static CompletionStage<byte[]> merge(
            Documents documents, DocumentName name, Executor worker, byte[] update) {
        Visit visit = new Visit();
        return visit.during(documents, name, worker, document -> document.merge(visit, update, false));
    }

    private CompletionStage<byte[]> during(
            Documents documents, DocumentName name, Executor worker, Consumer<Document> what) {
        List<Document> tried = new ArrayList<>(1);
        documents.join(name, worker, document -> {
            tried.add(document);
            return this;
        });
        Document visited = tried.get(tried.size() - 1); // those before had just ended
        what.accept(visited);
        return done.whenComplete((result, failure) -> visited.leave(this));
    }

    @Override
    public void joined(byte[] stateVector, byte[] presence) {}

    @Override
    public void caughtUp(CatchUp answer) {}

    @Override
    public void edited(EditBatch batch) {}

    @Override
    public void presenceChanged(Broadcast presence) {}

    @Override
    public void told(String message) {}

    @Override
    public void saved(Edit edit) {
        done.complete(edit.update());
    }

    @Override
    public void dealtWith(int bytes) {}

    @Override
    public void flush() {}

    @Override
    public void close(CloseReason reason) {
        done.completeExceptionally(new EndedException(reason));
    }
}
