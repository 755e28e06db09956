package io.codecollab.crdt;

import java.util.List;
import java.util.function.Consumer;

/** The listeners of one document; made when the first one subscribes. Not thread-safe. */
final class DocEvents {
    final Listeners<Consumer<Doc>> beforeAllTransactions = new Listeners<>();
    final Listeners<Consumer<Transaction>> beforeTransaction = new Listeners<>();
    final Listeners<Consumer<Transaction>> beforeObserverCalls = new Listeners<>();
    final Listeners<Consumer<Transaction>> afterTransaction = new Listeners<>();
    final Listeners<Consumer<Transaction>> afterTransactionCleanup = new Listeners<>();
    final Listeners<Consumer<List<Transaction>>> afterAllTransactions = new Listeners<>();
    final Listeners<UpdateListener> update = new Listeners<>();
    final Listeners<UpdateListener> updateV2 = new Listeners<>();
    final Listeners<Consumer<SubdocsEvent>> subdocs = new Listeners<>();
    final Listeners<Consumer<Doc>> load = new Listeners<>();
    final Listeners<Consumer<Doc>> destroy = new Listeners<>();

    /** Whether somebody may look at single items of a transaction, so that none may be joined early. */
    boolean observeItems() {
        return !(beforeObserverCalls.isEmpty() && afterTransaction.isEmpty() && afterTransactionCleanup.isEmpty());
    }

    void clear() {
        beforeAllTransactions.clear();
        beforeTransaction.clear();
        beforeObserverCalls.clear();
        afterTransaction.clear();
        afterTransactionCleanup.clear();
        afterAllTransactions.clear();
        update.clear();
        updateV2.clear();
        subdocs.clear();
        load.clear();
        destroy.clear();
    }
}
