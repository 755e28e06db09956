package io.codecollab.server.document;

import io.codecollab.crdt.Replica;
import io.codecollab.crdt.lib0.DecodeException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open document: a replica, those who work on it, and a mailbox through which everything reaches it.
 *
 * <p>An edit is first merged, then handed to the journal, then told to the others. They do not wait for the journal's commit;
 * the one who made the edit hears that it is saved only afterwards.
 *
 * <p>Public methods are thread-safe and never wait: they leave a task in the mailbox. Everything named {@code on...} runs on
 * the document's thread.
 */
public final class Document {

    private static final Logger log = LoggerFactory.getLogger(Document.class);

    private final DocumentName name;
    private final Journal journal;
    private final Lifecycle lifecycle;
    private final Mailbox mailbox;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    // document thread only
    private final Set<Subscriber> subscribers = new LinkedHashSet<>();
    private final Presence presence = new Presence();
    private @Nullable Replica replica;
    private CompletionStage<Void> lastAppend = CompletableFuture.completedFuture(null);
    private int unsavedEdits;
    private long joinCount;
    private @Nullable CloseReason stopped;

    /** What the owner of all documents does for one of them. Called on the document's thread. */
    interface Lifecycle {

        /** Nobody is here any more: call {@link #unloadIfUnused} after a while, with the same number. */
        void unused(Document document, long joinCount);

        /** Nothing runs here any more; the next who joins starts anew. */
        void ended(Document document);

        /** It ended because nobody needed it, with everything saved. */
        void unloaded(Document document);
    }

    Document(DocumentName name, Journal journal, Lifecycle lifecycle, Mailbox mailbox) {
        this.name = name;
        this.journal = journal;
        this.lifecycle = lifecycle;
        this.mailbox = mailbox;
    }

    public DocumentName name() {
        return name;
    }

    /** Loads the document and begins to work on what has arrived meanwhile. Waits for the store. */
    void load() {
        Replica loaded;
        try {
            loaded = journal.load(name);
        } catch (RuntimeException | Error e) {
            log.error("Could not load document={}", name, e);
            mailbox.open(() -> stop(CloseReason.OVERLOADED));
            return;
        }
        mailbox.open(() -> replica = loaded);
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
        submitFrom(from, stateVector.length, () -> from.caughtUp(replica().encodeStateAsUpdate(stateVector)));
    }

    /**
     * Merges a subscriber's edit.
     *
     * @param onSaved runs on the document's thread once the edit is durable, at once if it was known and durable before
     */
    public void merge(Subscriber from, byte[] update, Consumer<Broadcast> onSaved) {
        submitFrom(from, update.length, () -> onMerge(from, update, onSaved));
    }

    /** Takes in what a subscriber says about its clients. */
    public void announce(Subscriber from, byte[] awarenessUpdate) {
        submitFrom(
                from,
                awarenessUpdate.length,
                () -> presence.announce(from, awarenessUpdate)
                        .ifPresent(news -> tellOthers(from, new Broadcast(Broadcast.Kind.AWARENESS, news))));
    }

    /** Tells a subscriber who is here. */
    public void askWhoIsHere(Subscriber from) {
        submitFrom(from, 0, () -> tellWhoIsHere(from));
    }

    /** Ends the document if nobody works on it, nobody came since it was said to be unused, and everything is saved. */
    void unloadIfUnused(long joinCountThen) {
        submit(() -> onUnloadIfUnused(joinCountThen));
    }

    /** Ends the document after all that waits in its mailbox; completes when nothing runs here any more. */
    CompletionStage<Void> drain() {
        if (!mailbox.offer(() -> stop(CloseReason.RESTARTING))) {
            log.debug("Already ended, document={}", name);
        }
        return ended;
    }

    private void submit(Runnable task) {
        if (!mailbox.offer(() -> guarded(task))) {
            log.debug("Too late for document={}", name);
        }
    }

    /** Submits what a subscriber sent. Once it has left or was told off, what else it sent is not looked at. */
    private void submitFrom(Subscriber from, int bytes, Runnable task) {
        submit(() -> {
            try {
                if (subscribers.contains(from)) {
                    task.run();
                }
            } catch (DecodeException e) {
                log.warn("Closed a session, document={}: {}", name, e.getMessage());
                dismiss(from, CloseReason.MALFORMED);
            } finally {
                from.dealtWith(bytes);
            }
        });
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
        joinCount++;
        subscribers.add(subscriber);
        subscriber.joined(replica().encodeStateVector());
        tellWhoIsHere(subscriber);
    }

    private void onLeave(Subscriber subscriber) {
        if (!subscribers.remove(subscriber)) {
            return;
        }
        presence.leave(subscriber)
                .ifPresent(gone -> tellOthers(subscriber, new Broadcast(Broadcast.Kind.AWARENESS, gone)));
        noteIfUnused();
    }

    private void onMerge(Subscriber from, byte[] update, Consumer<Broadcast> onSaved) {
        Replica.Applied applied = replica().applyUpdate(update);
        Broadcast news = new Broadcast(Broadcast.Kind.UPDATE, applied.update());
        boolean isNew = !isEmpty(applied.update());
        if (isNew) {
            unsavedEdits++;
            lastAppend = journal.append(name, applied.update());
            tellOthers(from, news);
        }
        // an edit that was known may still be on its way to the disk: it is saved when all before it is
        lastAppend.whenComplete((committed, failure) -> submit(() -> onCommitted(isNew, news, onSaved, failure)));
    }

    private void onCommitted(boolean isNew, Broadcast news, Consumer<Broadcast> onSaved, @Nullable Throwable failure) {
        if (stopped != null) {
            return;
        }
        if (failure != null) {
            log.error("Could not store an edit of document={}", name, failure);
            stop(CloseReason.OVERLOADED);
            return;
        }
        unsavedEdits -= isNew ? 1 : 0;
        assert unsavedEdits >= 0 : "unsavedEdits=" + unsavedEdits;
        onSaved.accept(news);
        noteIfUnused();
    }

    private void noteIfUnused() {
        if (subscribers.isEmpty() && unsavedEdits == 0) {
            lifecycle.unused(this, joinCount);
        }
    }

    private void onUnloadIfUnused(long joinCountThen) {
        if (stopped != null || joinCount != joinCountThen || !subscribers.isEmpty() || unsavedEdits > 0) {
            return;
        }
        if (mailbox.retireIfEmpty()) {
            end(CloseReason.RESTARTING);
            lifecycle.unloaded(this);
        } else {
            lifecycle.unused(this, joinCount); // something came in: look again later
        }
    }

    /** Ends the document now. What it merged and could not store is with the clients, who come back with it. */
    private void stop(CloseReason reason) {
        if (stopped != null) {
            return;
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
        if (replica != null) {
            replica.close();
            replica = null;
        }
        lifecycle.ended(this);
        ended.complete(null);
    }

    private void dismiss(Subscriber subscriber, CloseReason reason) {
        onLeave(subscriber);
        subscriber.close(reason);
    }

    private void tellOthers(Subscriber from, Broadcast broadcast) {
        for (Subscriber subscriber : subscribers) {
            if (subscriber != from) {
                subscriber.tell(broadcast);
            }
        }
    }

    private void tellWhoIsHere(Subscriber subscriber) {
        presence.everybody().ifPresent(all -> subscriber.tell(new Broadcast(Broadcast.Kind.AWARENESS, all)));
    }

    private Replica replica() {
        if (replica == null) {
            throw new IllegalStateException("document is not loaded, document=" + name);
        }
        return replica;
    }

    private static boolean isEmpty(byte[] update) {
        return update.length == 2 && update[0] == 0 && update[1] == 0;
    }
}
