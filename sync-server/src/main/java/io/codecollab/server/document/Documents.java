package io.codecollab.server.document;

import io.codecollab.server.ops.Metrics;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All open documents: opens them when somebody joins, ends them when nobody has needed them for a while, or earlier when the
 * memory is needed for others.
 *
 * <p>Thread-safe.
 */
public final class Documents implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Documents.class);

    /** Threads that wait for the store, to load and to tidy up. */
    private static final int STORAGE_THREADS = 4;

    private static final long BUDGET_CHECK_MS = 1_000;

    private final Journal journal;
    private final Relay relay;
    private final DocumentsConfig config;
    private final Metrics metrics;

    private final ConcurrentMap<DocumentName, Document> open = new ConcurrentHashMap<>();
    private final ExecutorService longWorkers;
    private final ExecutorService storage;
    private final ScheduledExecutorService clock;

    private final Document.Surroundings surroundings = new Document.Surroundings() {
        @Override
        public void unused(Document document, long joinCount) {
            later(config.idleUnloadMs(), () -> document.unloadIfUnused(joinCount));
        }

        @Override
        public void ended(Document document) {
            open.remove(document.name(), document);
        }

        @Override
        public void unloaded(Document document) {
            storage.execute(() -> journal.unloaded(document.name()));
        }

        @Override
        public void waitForStore(Runnable work) {
            storage.execute(work);
        }

        @Override
        public void later(long delayMs, Runnable task) {
            var unused = clock.schedule(task, delayMs, TimeUnit.MILLISECONDS);
        }

        @Override
        public long nowMs() {
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        }
    };

    /** No documents yet, on a server that is alone. */
    public Documents(Journal journal, DocumentsConfig config, Metrics metrics) {
        this(journal, Relay.NONE, config, metrics);
    }

    /** No documents yet. */
    public Documents(Journal journal, Relay relay, DocumentsConfig config, Metrics metrics) {
        this.journal = journal;
        this.relay = relay;
        this.config = config;
        this.metrics = metrics;
        longWorkers = Executors.newFixedThreadPool(config.longWorkerThreads(), threads("document"));
        storage = Executors.newFixedThreadPool(STORAGE_THREADS, threads("storage"));
        // what is to happen later need not happen once all is closed
        clock = new ScheduledThreadPoolExecutor(1, threads("clock"), new ThreadPoolExecutor.DiscardPolicy());
        var unused = clock.scheduleWithFixedDelay(
                this::keepWithinBudget, BUDGET_CHECK_MS, BUDGET_CHECK_MS, TimeUnit.MILLISECONDS);
    }

    /**
     * Lets somebody take part in a document, which is loaded if it is not open. Never waits.
     *
     * @param worker where the document is worked on if it is opened now; most of its work is short
     * @param newSubscriber makes whoever takes part; called again when the document has just ended
     */
    public <S extends Subscriber> S join(DocumentName name, Executor worker, Function<Document, S> newSubscriber) {
        while (true) {
            Document document = open.computeIfAbsent(name, missing -> startLoading(missing, worker));
            S subscriber = newSubscriber.apply(document);
            if (document.join(subscriber)) {
                return subscriber;
            }
            open.remove(name, document); // it ended after we looked
        }
    }

    /** Whether a document is open. */
    public boolean isOpen(DocumentName name) {
        return open.containsKey(name);
    }

    /** All open documents, as they are now, in no order. */
    public List<OpenDocument> statuses() {
        return open.values().stream().map(Document::status).toList();
    }

    /**
     * Sends everybody away from a document, on all instances. They may come back: it is then loaded anew.
     *
     * @return false if it is not open here
     */
    public boolean closeEverywhere(DocumentName name) {
        Document document = open.get(name);
        if (document != null) {
            document.closeEverywhere();
        }
        return document != null;
    }

    /** Merges what another instance has stored into a document, if it is open. Never waits. */
    public void mergeStored(DocumentName name, byte[] update) {
        Document document = open.get(name);
        if (document != null) {
            document.mergeStored(update);
        }
    }

    /** Whether a document was ever created or edited. */
    public CompletableFuture<Boolean> exists(DocumentName name) {
        return CompletableFuture.supplyAsync(() -> journal.exists(name), storage);
    }

    /** Makes a document exist; false if it did before. */
    public CompletableFuture<Boolean> create(DocumentName name) {
        return CompletableFuture.supplyAsync(() -> journal.create(name), storage);
    }

    /** How many documents are open. */
    public int size() {
        return open.size();
    }

    /** An estimate of the memory all open documents take, in bytes. */
    public long memoryBytes() {
        return open.values().stream().mapToLong(Document::memoryBytes).sum();
    }

    /** How many messages wait for documents. */
    public long mailboxSize() {
        return open.values().stream().mapToLong(Document::mailboxSize).sum();
    }

    /** Bytes of the messages that wait for documents. */
    public long mailboxBytes() {
        return open.values().stream().mapToLong(Document::mailboxBytes).sum();
    }

    private void keepWithinBudget() {
        long excess = memoryBytes() - config.memoryBudgetBytes();
        if (excess <= 0) {
            return;
        }
        List<Document> idle = open.values().stream()
                .filter(document -> !document.isUsed())
                .sorted(Comparator.comparingLong(Document::unusedSinceMs))
                .toList();
        for (Document document : idle) {
            if (excess <= 0) {
                return;
            }
            excess -= document.memoryBytes();
            document.unloadNow();
        }
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
        boolean ended = ends.stream().allMatch(CompletableFuture::isDone);
        if (!ended) {
            log.error("Documents are still at work, open={}", open.keySet());
        }
        return ended && storage.awaitTermination(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /** Stops all threads, whatever they still had to do. */
    @Override
    public void close() {
        clock.shutdownNow();
        longWorkers.shutdown();
        storage.shutdown();
    }

    private Document startLoading(DocumentName name, Executor worker) {
        Document document =
                new Document(name, journal, relay, surroundings, config.limits(), metrics, worker, longWorkers);
        storage.execute(document::load);
        return document;
    }

    private static ThreadFactory threads(String role) {
        AtomicInteger count = new AtomicInteger();
        return task -> new Thread(task, "codecollab-" + role + "-" + count.incrementAndGet());
    }
}
