package io.codecollab.crdt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What happens when a transaction's function has returned: observers, garbage collection, merging, update events.
 *
 * <p>Source: Yjs 13.6 {@code Transaction.js}, {@code cleanupTransactions}. Not thread-safe; lives for one transaction.
 */
final class TransactionCleanup {
    private final Doc doc;
    private final Transaction transaction;
    private final FirstFailure failure;

    TransactionCleanup(Doc doc, Transaction transaction, FirstFailure failure) {
        this.doc = doc;
        this.transaction = transaction;
        this.failure = failure;
    }

    void run() {
        replaceCutPairs();
        transaction.freeze();
        DocEvents events = doc.events();
        if (events != null) {
            Listeners.announce(events.beforeObserverCalls, transaction, failure);
        }
        if (doc.observesItems()) {
            callObservers();
        }
        if (events != null) {
            Listeners.announce(events.afterTransaction, transaction, failure);
        }
        if (!transaction.local() && doc.options().cleanupFormatting() && transaction.changedFormattedText()) {
            failure.run(() -> FormattingCleanup.afterRemote(doc, transaction));
        }
        replaceCutPairs();
        if (doc.options().gc() && transaction.deletions.haveContent()) {
            new GarbageCollector(doc).collect(transaction.deletions);
        }
        new Merger(transaction).run();
        rotateClientIdOnCollision();
        if (transaction.changedAnything()) {
            doc.noteChange();
        }
        if (events != null) {
            Listeners.announce(events.afterTransactionCleanup, transaction, failure);
            emitUpdates(events);
        }
        settleSubdocs(events);
    }

    /* A pair that is still cut, and that merging will not make whole again, is lost: Yjs replaces both halves. */
    private void replaceCutPairs() {
        for (Item rightPart : transaction.takeCutPairs()) {
            ClientLog log = rightPart.log;
            Item left = log.find(rightPart.clock - 1);
            Item right = log.find(rightPart.clock);
            if (left != right
                    && left.kind() == Item.STRING
                    && right.kind() == Item.STRING
                    && !(left.right == right && Structs.mergeable(left, right))) {
                log.text().replaceSplitPair(rightPart.clock - 1);
            }
        }
    }

    /* Observers. */

    private void callObservers() {
        Map<Branch, Transaction.ChangedKeys> changed = transaction.changedBranches();
        if (changed.isEmpty()) {
            return;
        }
        changed.forEach((branch, keys) -> {
            if (!branch.isDeleted()) {
                callObservers(branch, keys);
            }
        });
        transaction.changedParents().forEach((branch, events) -> {
            if (branch.deepObservers != null && !branch.deepObservers.isEmpty() && !branch.isDeleted()) {
                callDeepObservers(branch, events);
            }
        });
    }

    private void callObservers(Branch branch, Transaction.ChangedKeys keys) {
        YEvent event = new YEvent(branch, transaction, keys);
        for (@Nullable Branch ancestor = branch; ancestor != null; ancestor = ancestor.parent()) {
            transaction
                    .changedParents()
                    .computeIfAbsent(ancestor, a -> new ArrayList<>(1))
                    .add(event);
        }
        Listeners<Consumer<YEvent>> observers = branch.observers;
        if (observers != null) {
            Listeners.announce(observers, event, failure);
        }
    }

    private void callDeepObservers(Branch branch, List<YEvent> bubbled) {
        List<YEvent> events = new ArrayList<>(bubbled.size());
        for (YEvent event : bubbled) {
            if (!event.targetBranch().isDeleted()) {
                event.currentTarget(branch);
                events.add(event);
            }
        }
        events.sort(Comparator.comparingInt(YEvent::depth));
        Listeners<Consumer<List<YEvent>>> observers = branch.deepObservers;
        if (observers != null) {
            Listeners.announce(observers, events, failure);
        }
    }

    /* The end. */

    private void rotateClientIdOnCollision() {
        if (transaction.local()) {
            return;
        }
        for (int i = 0; i < transaction.ownTouchedCount(); i++) {
            if (transaction.touched(i).client == doc.clientId()) {
                doc.clientId(DocOptions.randomClientId());
                return;
            }
        }
    }

    private void emitUpdates(DocEvents events) {
        if (!transaction.changedAnything()) {
            return;
        }
        if (!events.update.isEmpty()) {
            byte[] update = StateEncoder.encodeTransaction(transaction, false);
            events.update.forEach(
                    failure, listener -> listener.onUpdate(update, transaction.origin(), doc, transaction));
        }
        if (!events.updateV2.isEmpty()) {
            byte[] update = StateEncoder.encodeTransaction(transaction, true);
            events.updateV2.forEach(
                    failure, listener -> listener.onUpdate(update, transaction.origin(), doc, transaction));
        }
    }

    private void settleSubdocs(@Nullable DocEvents events) {
        Set<Doc> added = orEmpty(transaction.subdocsAdded);
        Set<Doc> removed = orEmpty(transaction.subdocsRemoved);
        Set<Doc> loaded = orEmpty(transaction.subdocsLoaded);
        if (added.isEmpty() && removed.isEmpty() && loaded.isEmpty()) {
            return;
        }
        for (Doc subdoc : added) {
            subdoc.clientId(doc.clientId());
            subdoc.inheritCollectionId(doc);
            doc.addSubdoc(subdoc);
        }
        for (Doc subdoc : removed) {
            doc.removeSubdoc(subdoc);
        }
        if (events != null) {
            SubdocsEvent event = new SubdocsEvent(loaded, added, removed, transaction);
            Listeners.announce(events.subdocs, event, failure);
        }
        for (Doc subdoc : List.copyOf(removed)) {
            failure.run(subdoc::destroy);
        }
    }

    private static Set<Doc> orEmpty(@Nullable Set<Doc> docs) {
        return docs == null ? Set.of() : docs;
    }
}
