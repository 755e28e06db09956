package io.codecollab.server.document;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * All open documents: opens them when somebody joins, ends them when nobody has needed them for a while.
 *
 * <p>Thread-safe.
 */
public final class Documents implements AutoCloseable {

    /** Threads that wait for the store, to load and to tidy up. */
    private static final int STORAGE_THREADS = 4;

    private final Journal journal;
    private final long idleUnloadMs;

    private final ConcurrentMap<DocumentName, Document> open = new ConcurrentHashMap<>();
    private final ExecutorService workers;
    private final ExecutorService storage;
    private final ScheduledExecutorService clock;

    private final Document.Lifecycle lifecycle = new Document.Lifecycle() {
        @Override
        public void unused(Document document, long joinCount) {
            var unused = clock.schedule(() -> document.unloadIfUnused(joinCount), idleUnloadMs, TimeUnit.MILLISECONDS);
        }

        @Override
        public void ended(Document document) {
            open.remove(document.name(), document);
        }

        @Override
        public void unloaded(Document document) {
            storage.execute(() -> journal.unloaded(document.name()));
        }
    };

    /**
     * No documents yet.
     *
     * @param workerThreads how many documents are worked on at the same time
     * @param idleUnloadMs how long a document nobody works on is kept open
     */
    public Documents(Journal journal, int workerThreads, long idleUnloadMs) {
        this.journal = journal;
        this.idleUnloadMs = idleUnloadMs;
        workers = Executors.newFixedThreadPool(workerThreads, threads("document"));
        storage = Executors.newFixedThreadPool(STORAGE_THREADS, threads("storage"));
        // what is to happen later need not happen once all is closed
        clock = new ScheduledThreadPoolExecutor(1, threads("clock"), new ThreadPoolExecutor.DiscardPolicy());
    }

    /**
     * Lets somebody take part in a document, which is loaded if it is not open. Never waits.
     *
     * @param newSubscriber makes whoever takes part; called again when the document has just ended
     */
    public <S extends Subscriber> S join(DocumentName name, Function<Document, S> newSubscriber) {
        while (true) {
            Document document = open.computeIfAbsent(name, this::startLoading);
            S subscriber = newSubscriber.apply(document);
            if (document.join(subscriber)) {
                return subscriber;
            }
            open.remove(name, document); // it ended after we looked
        }
    }

    /** How many documents are open. */
    public int size() {
        return open.size();
    }

    /**
     * Works off every mailbox, ends every document, and waits for it. Nobody may join any more.
     *
     * @return false if time was up before
     */
    public boolean drain(long timeoutMs) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        List<CompletableFuture<Void>> ends = open.values().stream()
                .map(document -> document.drain().toCompletableFuture())
                .toList();
        CompletableFuture<Void> all = CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, timeoutMs, TimeUnit.MILLISECONDS);
        all.join();
        close();
        return ends.stream().allMatch(CompletableFuture::isDone)
                && storage.awaitTermination(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /** Stops all threads, whatever they still had to do. */
    @Override
    public void close() {
        clock.shutdownNow();
        workers.shutdown();
        storage.shutdown();
    }

    private Document startLoading(DocumentName name) {
        Document document = new Document(name, journal, lifecycle, new Mailbox(workers));
        storage.execute(document::load);
        return document;
    }

    private static ThreadFactory threads(String role) {
        AtomicInteger count = new AtomicInteger();
        return task -> new Thread(task, "codecollab-" + role + "-" + count.incrementAndGet());
    }
}
