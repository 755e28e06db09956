package io.codecollab.server.document;

import io.codecollab.crdt.Replica;
import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.server.ops.Drop;
import io.codecollab.server.ops.Metrics;
import io.codecollab.server.ops.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open document: a replica, those who work on it, and a mailbox through which everything reaches it.
 *
 * <p>An edit is merged at once. At the end of the turn, when the mailbox has been emptied, all edits of the turn are handed to
 * the journal as one and told to the others, who do not wait for the journal's commit; those who made the edits hear that
 * they are saved only afterwards.
 *
 * <p>Public methods are thread-safe and never wait: they leave a task in the mailbox. Everything named {@code on...} runs on
 * the document's thread.
 */
public final class Document {

    private static final Logger log = LoggerFactory.getLogger(Document.class);

    /** An update of so many bytes may take milliseconds to merge. */
    private static final int LONG_UPDATE_BYTES = 256 << 10;

    /** A turn ends early when it has merged so many bytes, so that others get to see them. */
    private static final int MAX_BATCH_BYTES = 256 << 10;

    /** A document that was edited so short a time ago is likely to be edited again soon. */
    private static final long BUSY_NS = 50_000_000;

    /** How much longer the confirmations of a busy document may take than those of an idle one. */
    private static final long FLUSH_DELAY_MS = 10;

    /** The empty update. */
    private static final byte[] NOTHING = {0, 0};

    private final DocumentName name;
    private final Journal journal;
    private final Surroundings surroundings;
    private final DocumentLimits limits;
    private final Metrics metrics;
    private final Mailbox mailbox;
    private final AtomicLong mailboxBytes = new AtomicLong();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final DocumentSize size;
    private volatile boolean used = true;
    private volatile long unusedSinceMs;

    // document thread only
    private final Set<Subscriber> subscribers = new LinkedHashSet<>();
    private final Presence presence;
    private final PresenceNews presenceNews;
    private final Peers peers;
    private final Appends appends;
    private final CatchUps catchUps = new CatchUps();
    private @Nullable Replica replica;
    private EditBatch batch = new EditBatch(this::stateVector);
    private int batchBytes;
    private List<Edit> unconfirmed = new ArrayList<>();
    private long lastNewsNs = System.nanoTime() - BUSY_NS;
    private boolean onlyConfirmed = true;
    private boolean flushIsDue;
    private long joinCount;
    private @Nullable CloseReason stopped;
    private @Nullable Version version;

    /** What was merged in a while. */
    private static final class News {

        static final News NONE = new News(new EditBatch(() -> NOTHING), List.of());

        final EditBatch batch;

        /** Whose subscribers are told when they are durable, what was known among them. */
        final List<Edit> edits;

        Peers.@Nullable Announced announced;

        News(EditBatch batch, List<Edit> edits) {
            this.batch = batch;
            this.edits = edits;
        }
    }

    /** What the owner of all documents does for one of them. Thread-safe. */
    interface Surroundings {

        /** Nobody is here any more: call {@link #unloadIfUnused} after a while, with the same number. */
        void unused(Document document, long joinCount);

        /** Nothing runs here any more; the next who joins starts anew. */
        void ended(Document document);

        /** It ended because nobody needed it, with everything saved. */
        void unloaded(Document document);

        /** Runs work that waits for the store. */
        void waitForStore(Runnable work);

        /** Runs a task after a while; it must not do any work itself. */
        void later(long delayMs, Runnable task);

        /** Milliseconds from any fixed point, never running backwards. */
        long nowMs();
    }

    /**
     * A document that is not loaded yet.
     *
     * @param relay the way to the other instances that have it open
     * @param workers runs its turns
     * @param longWorkers runs its turns when they may take long
     */
    Document(
            DocumentName name,
            Journal journal,
            Relay relay,
            Surroundings surroundings,
            DocumentLimits limits,
            Metrics metrics,
            Executor workers,
            Executor longWorkers) {
        this.name = name;
        this.journal = journal;
        this.surroundings = surroundings;
        this.limits = limits;
        this.metrics = metrics;
        this.mailbox = new Mailbox(workers, longWorkers, this::onEndOfTurn);
        this.size = new DocumentSize(limits.maxBytes(), metrics);
        this.appends = new Appends(name, journal, surroundings::waitForStore);
        this.presence = new Presence(surroundings::nowMs, limits.maxPresenceBytes(), metrics);
        this.presenceNews = new PresenceNews(presence, subscribers, surroundings, this::submit);
        this.peers = new Peers(
                relay.open(name, new FromPeers()),
                new DocumentCopy(this, journal, presence, presenceNews, surroundings, metrics));
    }

    public DocumentName name() {
        return name;
    }

    /** An estimate of the memory it takes, in bytes. */
    long memoryBytes() {
        return size.memoryBytes();
    }

    /** Whether somebody works on it. */
    boolean isUsed() {
        return used;
    }

    /** Since when nobody has worked on it, while {@link #isUsed} is false. */
    long unusedSinceMs() {
        return unusedSinceMs;
    }

    /** How many messages wait for it. */
    int mailboxSize() {
        return mailbox.size();
    }

    /** Bytes of the messages that wait for it. */
    long mailboxBytes() {
        return mailboxBytes.get();
    }

    /** How it is now, for whoever looks after the server. */
    OpenDocument status() {
        return new OpenDocument(
                name, memoryBytes(), peers.count(), appends.underWayBytes(), mailboxSize(), mailboxBytes());
    }

    /** Sends everybody away, on all instances. They may come back: the document is then loaded anew. */
    void closeEverywhere() {
        submit(() -> {
            peers.closeThere();
            stop(CloseReason.RESTARTING);
        });
    }

    /** Loads the document and begins to work on what has arrived meanwhile. Waits for the store. */
    void load() {
        Replica loaded;
        int bytes;
        try {
            loaded = journal.load(name);
            bytes = loaded.encodeStateAsUpdate()
                    .length; // here, where it may take long; the first who joins asks for it
        } catch (RuntimeException | Error e) {
            log.error("Could not load document={}", name, e);
            metrics.refused(Refusal.UNLOADABLE);
            mailbox.open(() -> stop(CloseReason.OVERLOADED));
            return;
        }
        size.weighed(loaded.memoryBytes());
        mailbox.open(() -> {
            replica = loaded;
            size.measured(bytes);
        });
    }

    /** Lets somebody take part; false if this document has ended and another must be opened. */
    boolean join(Subscriber subscriber) {
        return mailbox.offer(() -> guarded(() -> onJoin(subscriber)));
    }

    /** Ends somebody's part. */
    public void leave(Subscriber subscriber) {
        submit(() -> onLeave(subscriber));
    }

    /** Asks for everything a subscriber lacks, see {@link Subscriber#caughtUp}. */
    public void ask(Subscriber from, byte[] stateVector) {
        boolean isLong = size.isLarge();
        submitFrom(from, stateVector.length, isLong, () -> onAsk(from, stateVector));
    }

    /**
     * Merges a subscriber's edit; {@link Subscriber#saved} follows once it is durable, at once if it was known and durable
     * before.
     *
     * @param isAnswer whether it answers {@link Subscriber#joined}
     */
    public void merge(Subscriber from, byte[] update, boolean isAnswer) {
        boolean isLong = update.length > LONG_UPDATE_BYTES;
        submitFrom(from, update.length, isLong, () -> onMerge(from, update, isAnswer));
    }

    /** Merges a subscriber's edit if it may be when its turn comes: nobody else's edit gets in between. */
    public void mergeIf(Subscriber from, Predicate<Replica> mayBe, byte[] update) {
        submitFrom(from, update.length, size.isLarge(), () -> {
            if (mayBe.test(replica())) {
                onMerge(from, update, false);
            }
        });
    }

    /** Takes in what a subscriber says about its clients. */
    public void announce(Subscriber from, byte[] awarenessUpdate) {
        submitFrom(from, awarenessUpdate.length, false, () -> onAnnounce(from, awarenessUpdate));
    }

    /** Tells a subscriber who is here. */
    public void askWhoIsHere(Subscriber from) {
        submitFrom(from, 0, false, () -> from.presenceChanged(new Broadcast(presence.everybody())));
    }

    /** Passes a message on to all other subscribers. */
    public void tellOthers(Subscriber from, String message) {
        submitFrom(from, message.length(), false, () -> {
            onTold(from, message);
            peers.told(message);
        });
    }

    /** Merges what another instance has stored. */
    void mergeStored(byte[] update) {
        submitLong(update.length > LONG_UPDATE_BYTES, () -> mergeFromPeer(update));
    }

    /** Lets a subscriber look at the replica, on the document's thread. */
    public void read(Subscriber from, Consumer<Replica> reader) {
        submitFrom(from, 0, size.isLarge(), () -> reader.accept(replica()));
    }

    /** Runs a subscriber's task on the document's thread, unless it has left. */
    public void run(Subscriber from, Runnable task) {
        submit(() -> {
            if (subscribers.contains(from)) {
                task.run();
            }
        });
    }

    /** What somebody with this encoded state vector lacks, as of now. Document thread only. */
    public CatchUp catchUp(byte[] stateVector) {
        return catchUps.answer(replica(), stateVector);
    }

    /** An awareness update of everybody who is here, a single 0 when nobody is. Document thread only. */
    public byte[] everybodyHere() {
        return presence.everybody();
    }

    /** Whether more waits here than should: those who send should not be read for a while. */
    public boolean isOverloaded() {
        return mailboxBytes.get() > limits.maxMailboxBytes();
    }

    /** Ends the document if nobody works on it, nobody came since it was said to be unused, and everything is saved. */
    void unloadIfUnused(long joinCountThen) {
        submit(() -> onUnloadIfUnused(joinCountThen));
    }

    /** The same without a grace period: others need the memory. */
    void unloadNow() {
        submit(() -> onUnloadIfUnused(joinCount));
    }

    /** Ends the document after all that waits in its mailbox; completes when nothing runs here any more. */
    CompletionStage<Void> drain() {
        if (!mailbox.offer(() -> stop(CloseReason.RESTARTING))) {
            log.debug("Already ended, document={}", name);
        }
        return ended;
    }

    private void submit(Runnable task) {
        submitLong(false, task);
    }

    void submitLong(boolean isLong, Runnable task) {
        Runnable work = () -> guarded(() -> {
            if (stopped == null) {
                task.run();
            }
        });
        if (!mailbox.offer(isLong ? (Mailbox.LongTask) work::run : work)) {
            log.debug("Too late for document={}", name);
        }
    }

    /** Submits what a subscriber sent. Once it has left or was told off, what else it sent is not looked at. */
    private void submitFrom(Subscriber from, int bytes, boolean isLong, Runnable task) {
        mailboxBytes.addAndGet(bytes);
        Runnable work = () -> guarded(() -> {
            try {
                if (subscribers.contains(from)) {
                    task.run();
                }
            } catch (DecodeException e) {
                log.warn("Closed a session, document={}: {}", name, e.getMessage());
                dismiss(from, CloseReason.MALFORMED);
            } catch (RefusedException e) {
                log.warn("Closed a session, document={}: {}", name, e.getMessage());
                dismiss(from, e.reason());
            } finally {
                mailboxBytes.addAndGet(-bytes);
                from.dealtWith(bytes);
            }
        });
        if (!mailbox.offer(isLong ? (Mailbox.LongTask) work::run : work)) {
            log.debug("Too late for document={}", name);
        }
    }

    /** The one place where a fault of ours is caught: wrong state is worse than no state, so the document starts anew. */
    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            log.error("Document failed and will be loaded again, document={}", name, e);
            stop(CloseReason.FAILED);
        }
    }

    private void onJoin(Subscriber subscriber) {
        if (stopped != null) {
            subscriber.close(stopped);
            return;
        }
        if (subscribers.size() >= limits.maxSubscribers()) {
            log.warn("Sent somebody away, document={}, maxSubscribers={}", name, limits.maxSubscribers());
            metrics.refused(Refusal.SESSIONS_PER_DOCUMENT);
            subscriber.close(CloseReason.OVERLOADED);
            return;
        }
        tellNews(); // a newcomer gets them with the document
        joinCount++;
        used = true;
        subscribers.add(subscriber);
        subscriber.joined(stateVector(), presence.everybody());
        subscriber.flush();
    }

    private void onLeave(Subscriber subscriber) {
        if (!subscribers.remove(subscriber)) {
            return;
        }
        presence.leave(subscriber);
        noteIfUnused();
    }

    private void onAsk(Subscriber from, byte[] stateVector) {
        tellNews(); // so that what is told from here on is what the answer does not contain
        from.caughtUp(catchUps.answer(replica(), stateVector));
        from.flush();
    }

    private void onMerge(Subscriber from, byte[] update, boolean isAnswer) {
        size.requireRoomFor(update.length, replica());
        Replica.Applied applied = merged(update);
        Edit edit = new Edit(from, applied.update(), isAnswer);
        if (applied.parked() && tooMuchIsPending()) {
            dismiss(from, CloseReason.TOO_LARGE);
            stop(CloseReason.RESTARTING);
            return;
        }
        unconfirmed.add(edit);
        onEdit(edit, applied.parked());
    }

    private void onEdit(Edit edit, boolean parked) {
        if (!edit.isNews()) {
            return;
        }
        catchUps.changed();
        version = null;
        batch.add(edit, parked);
        batchBytes += edit.update().length;
        size.grew(edit.update().length);
        if (batchBytes > MAX_BATCH_BYTES) {
            tellNews();
        }
    }

    /** What was new in an update that another instance took from its clients; empty (00 00) when nothing was. */
    byte[] mergeFromPeer(byte[] update) {
        Replica.Applied applied;
        try {
            applied = replica().applyUpdate(update);
        } catch (DecodeException e) {
            log.error("Another instance sent what cannot be read, document={}", name, e);
            metrics.dropped(Drop.MALFORMED_PEER_MESSAGE);
            return NOTHING;
        }
        if (applied.parked() && tooMuchIsPending()) {
            stop(CloseReason.RESTARTING);
            return NOTHING;
        }
        onEdit(new Edit(null, applied.update(), false), applied.parked());
        return applied.update();
    }

    void onTold(@Nullable Subscriber from, String message) {
        for (Subscriber subscriber : subscribers) {
            if (subscriber != from) {
                subscriber.told(message);
            }
        }
    }

    private Replica.Applied merged(byte[] update) {
        try {
            long startNs = System.nanoTime();
            Replica.Applied applied = replica().applyUpdate(update);
            metrics.merge(System.nanoTime() - startNs);
            return applied;
        } catch (DecodeException e) {
            metrics.dropped(Drop.MALFORMED_MESSAGE);
            surroundings.waitForStore(() -> journal.keepRefused(name, update, String.valueOf(e.getMessage())));
            throw e;
        }
    }

    /** What is parked cannot be taken back: past the bound the document is to be loaded again, without what is not stored. */
    private boolean tooMuchIsPending() {
        if (replica().pendingBytes() <= limits.maxPendingBytes()) {
            return false;
        }
        log.warn("Too much waits for missing edits, document={}, maxBytes={}", name, limits.maxPendingBytes());
        metrics.dropped(Drop.PENDING);
        return true;
    }

    private void onAnnounce(Subscriber from, byte[] awarenessUpdate) {
        presence.announce(from, awarenessUpdate);
        presenceNews.watch();
    }

    private void onEndOfTurn() {
        guarded(() -> {
            if (stopped != null || replica == null) {
                return;
            }
            News news = takeNews();
            tell(news);
            if (presenceNews.tell(peers::presenceChanged)) {
                onlyConfirmed = false;
            }
            size.weighIfWorthwhile(replica);
            if (onlyConfirmed && isBusy()) {
                flushSoon(); // most likely there is something else to send by then, and one write does for both
            } else {
                subscribers.forEach(Subscriber::flush);
            }
            onlyConfirmed = true;
            store(news); // last: it wakes threads up that are in the way of what was sent
        });
    }

    private boolean isBusy() {
        return System.nanoTime() - lastNewsNs < BUSY_NS;
    }

    private void flushSoon() {
        if (!flushIsDue) {
            flushIsDue = true;
            surroundings.later(
                    FLUSH_DELAY_MS,
                    () -> submit(() -> {
                        flushIsDue = false;
                        onlyConfirmed = false;
                    }));
        }
    }

    /** Tells everybody what was merged since the last call, and hands it to the journal. */
    void tellNews() {
        News news = takeNews();
        tell(news);
        store(news);
    }

    private News takeNews() {
        News news = new News(batch, unconfirmed);
        batch = new EditBatch(this::stateVector);
        batchBytes = 0;
        unconfirmed = new ArrayList<>();
        return news;
    }

    private void tell(News news) {
        if (news.batch.isEmpty()) {
            return;
        }
        if (news.batch.hasOwn()) {
            news.announced = peers.edited(news.batch.own());
        }
        onlyConfirmed = false;
        metrics.editsMerged(news.batch.edits().size());
        long startNs = System.nanoTime();
        lastNewsNs = startNs;
        for (Subscriber subscriber : subscribers) {
            subscriber.edited(news.batch);
        }
        metrics.fanOut(System.nanoTime() - startNs);
    }

    /** Stores the edits of clients of this instance. */
    private void store(News news) {
        List<byte[]> updates = new ArrayList<>();
        if (!news.edits.isEmpty()) {
            updates.addAll(peers.unsettled().take()); // they may be built on these
        }
        if (news.batch.hasOwn()) {
            updates.add(news.batch.own());
        }
        store(updates, news);
    }

    /** Stores what other instances were to store and have not said to have stored, then runs a task. */
    void storeUnsettled(Runnable then) {
        tellNews();
        store(peers.unsettled().take(), News.NONE);
        appends.whenDurable(failure -> submit(then));
    }

    private void store(List<byte[]> updates, News news) {
        boolean isNews = !updates.isEmpty();
        if (isNews) {
            appends.append(updates);
        }
        if (isNews || !news.edits.isEmpty()) {
            // an edit that was known may still be on its way to the disk: it is saved when all before it is
            appends.whenDurable(failure -> submit(() -> onStored(isNews, news, failure)));
        }
    }

    private void onStored(boolean isNews, News news, @Nullable Throwable failure) {
        if (failure != null) {
            log.error("Could not store an edit of document={}", name, failure);
            metrics.dropped(Drop.UNSTORED_EDIT);
            stop(CloseReason.OVERLOADED);
            return;
        }
        metrics.editsSaved(news.edits.size());
        if (isNews) {
            appends.done();
        }
        if (news.announced != null) {
            peers.stored(news.announced);
        }
        for (Edit edit : news.edits) {
            Subscriber from = edit.from();
            if (from != null && subscribers.contains(from)) {
                from.saved(edit);
            }
        }
        noteIfUnused();
    }

    /** Whether everything that was merged is durable. */
    boolean isStored() {
        return appends.isEmpty() && unconfirmed.isEmpty();
    }

    private void noteIfUnused() {
        if (subscribers.isEmpty() && isStored()) {
            used = false;
            unusedSinceMs = surroundings.nowMs();
            size.weighed(replica == null ? 0 : replica.memoryBytes());
            surroundings.unused(this, joinCount);
        }
    }

    private void onUnloadIfUnused(long joinCountThen) {
        if (joinCount != joinCountThen || !subscribers.isEmpty() || !isStored()) {
            return;
        }
        if (!peers.unsettled().isEmpty()) {
            storeUnsettled(() -> {}); // the end of which finds this document unused again
            return;
        }
        if (mailbox.retireIfEmpty()) {
            end(CloseReason.RESTARTING);
            surroundings.unloaded(this);
        } else {
            surroundings.unused(this, joinCount); // something came in: look again later
        }
    }

    /** Ends the document now. What it merged and could not store is with the clients, who come back with it. */
    void stop(CloseReason reason) {
        if (stopped != null) {
            return;
        }
        if (reason == CloseReason.RESTARTING && replica != null) {
            storeUnsettled(() -> {});
        }
        List<Runnable> left = mailbox.retire();
        end(reason);
        left.forEach(Runnable::run);
    }

    private void end(CloseReason reason) {
        stopped = reason;
        List<Subscriber> present = List.copyOf(subscribers);
        subscribers.clear();
        present.forEach(subscriber -> subscriber.close(reason));
        if (reason == CloseReason.RESTARTING) {
            peers.leave();
        } else {
            peers.abandon();
        }
        if (replica != null) {
            replica.close();
            replica = null;
        }
        surroundings.ended(this);
        ended.complete(null);
    }

    private void dismiss(Subscriber subscriber, CloseReason reason) {
        onLeave(subscriber);
        subscriber.close(reason);
    }

    /** What it has now, all of which has been told. */
    Version version() {
        tellNews();
        Version known = version;
        if (known == null) {
            known = Version.of(replica());
            version = known;
        }
        return known;
    }

    /** Runs a task of this document after a while. */
    void later(long delayMs, Runnable task) {
        surroundings.later(delayMs, () -> submitLong(size.isLarge(), task));
    }

    private byte[] stateVector() {
        return replica().encodeStateVector();
    }

    Replica replica() {
        if (replica == null) {
            throw new IllegalStateException("document is not loaded, document=" + name);
        }
        return replica;
    }

    /** What other instances say, on any thread. */
    private final class FromPeers implements Relay.Listener {

        @Override
        public void connected() {
            submitLong(size.isLarge(), peers::connected);
        }

        @Override
        public void heard(PeerMessage message) {
            int bytes = message.size();
            if (mailboxBytes.addAndGet(bytes) > limits.maxMailboxBytes()) {
                mailboxBytes.addAndGet(-bytes);
                metrics.dropped(Drop.UNREAD_PEER_MESSAGE); // the next one shows that this one is missing
                return;
            }
            submitLong(mayTakeLong(message.content()), () -> {
                mailboxBytes.addAndGet(-bytes);
                peers.heard(message);
            });
        }

        private boolean mayTakeLong(PeerMessage.Content content) {
            return content instanceof PeerMessage.State && size.isLarge();
        }
    }
}
