package io.codecollab.server.document;

import io.codecollab.crdt.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Somebody who takes part in a document for one thing and is told nothing: a request over HTTP.
 *
 * @param <T> what the visitor comes for
 */
public final class Visit<T> implements Subscriber {

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

    private final CompletableFuture<T> done = new CompletableFuture<>();
    private final Function<Edit, T> whenSaved;

    private Visit(Function<Edit, T> whenSaved) {
        this.whenSaved = whenSaved;
    }

    /** Reads a document as one update. Never waits. */
    public static CompletionStage<byte[]> read(Documents documents, DocumentName name, Executor worker) {
        return look(documents, name, worker, Replica::encodeStateAsUpdate);
    }

    /** Looks at a document, on its thread; completes with what was seen, or with what the look threw. Never waits. */
    public static <T> CompletionStage<T> look(
            Documents documents, DocumentName name, Executor worker, Function<Replica, T> look) {
        Visit<T> visit = new Visit<>(edit -> {
            throw new IllegalStateException("who only looks has saved something, document=" + name);
        });
        Consumer<Replica> reader = replica -> {
            try {
                visit.done.complete(look.apply(replica));
            } catch (RuntimeException e) {
                visit.done.completeExceptionally(e); // the document has nothing to do with it
            }
        };
        return visit.during(documents, name, worker, document -> document.read(visit, reader));
    }

    /** Merges an update; completes with it when it is stored. Never waits. */
    public static CompletionStage<byte[]> merge(
            Documents documents, DocumentName name, Executor worker, byte[] update) {
        Visit<byte[]> visit = new Visit<>(Edit::update);
        return visit.during(documents, name, worker, document -> document.merge(visit, update, false));
    }

    /**
     * Merges an update, unless there is something against it when its turn comes; completes when it is stored, or with what the
     * check threw. Never waits.
     *
     * @param check on the document's thread; nobody else's edit gets between it and this one
     */
    public static CompletionStage<byte[]> merge(
            Documents documents, DocumentName name, Executor worker, byte[] update, Consumer<Replica> check) {
        Visit<byte[]> visit = new Visit<>(Edit::update);
        Predicate<Replica> mayBe = replica -> {
            try {
                check.accept(replica);
                return true;
            } catch (RuntimeException e) {
                visit.done.completeExceptionally(e);
                return false;
            }
        };
        return visit.during(documents, name, worker, document -> document.mergeIf(visit, mayBe, update));
    }

    private CompletionStage<T> during(
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
        done.complete(whenSaved.apply(edit));
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
