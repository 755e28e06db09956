package io.codecollab.server.document;

import io.codecollab.crdt.update.Updates;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What of a document is on its way to the disk. Document thread only. */
final class Appends {

    /** After so many appends what is stored of a document is tidied up, though it stays open. */
    private static final int TIDY_AFTER = 1_000;

    /** More than this is not read into memory while people work: it is tidied up when the document is closed. */
    private static final long MAX_TIDY_BYTES = 16 << 20;

    private final DocumentName name;
    private final Journal journal;
    private final Executor storage;
    private CompletionStage<Void> last = CompletableFuture.completedFuture(null);
    private final Deque<Integer> underWay = new ArrayDeque<>();
    private final AtomicLong underWayBytes = new AtomicLong();
    private int untidiedCount;
    private long untidiedBytes;

    /** @param storage runs what waits for the store */
    Appends(DocumentName name, Journal journal, Executor storage) {
        this.name = name;
        this.journal = journal;
        this.storage = storage;
    }

    /** Hands updates to the journal as one; {@link #done} is to be called when that is durable. */
    void append(List<byte[]> updates) {
        byte[] update = updates.size() == 1 ? updates.get(0) : Updates.mergeUpdates(updates);
        underWay.addLast(update.length);
        underWayBytes.addAndGet(update.length);
        last = journal.append(name, update);
        untidiedCount++;
        untidiedBytes += update.length;
        if (untidiedCount >= TIDY_AFTER && untidiedBytes <= MAX_TIDY_BYTES) {
            untidiedCount = 0;
            untidiedBytes = 0;
            storage.execute(() -> journal.grown(name));
        }
    }

    /** One append is durable. */
    void done() {
        underWayBytes.addAndGet(-underWay.removeFirst());
    }

    /** Whether nothing is on its way. */
    boolean isEmpty() {
        return underWay.isEmpty();
    }

    /** How much is on its way. On any thread. */
    long underWayBytes() {
        return underWayBytes.get();
    }

    /**
     * Calls when all that was appended so far is durable, with what kept it from that, if anything did. On any thread, at once if
     * there is nothing to wait for.
     */
    void whenDurable(Consumer<@Nullable Throwable> task) {
        last.whenComplete((committed, failure) -> task.accept(failure));
    }
}
