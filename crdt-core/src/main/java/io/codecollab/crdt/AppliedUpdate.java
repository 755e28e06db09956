package io.codecollab.crdt;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One update on its way through a transaction, and what came of it. Not thread-safe; lives for one update. */
final class AppliedUpdate implements Consumer<Transaction> {
    private final Integrator integrator;
    private @Nullable Transaction transaction;

    AppliedUpdate(Integrator integrator) {
        this.integrator = integrator;
    }

    @Override
    public void accept(Transaction running) {
        transaction = running;
        integrator.decode();
        running.becomeRemote();
        integrator.integrate(running);
        if (integrator.hasParkedAnythingNew()) {
            running.doc().noteChange();
        }
    }

    boolean changedAnything() {
        return transaction != null && transaction.changedAnything();
    }

    boolean wasAllNew() {
        return integrator.wasAllNew();
    }

    boolean hasParked() {
        return integrator.hasParked();
    }

    boolean hasParkedAnythingNew() {
        return integrator.hasParkedAnythingNew();
    }

    /** What was new, re-encoded. */
    byte[] encode() {
        if (transaction == null) {
            throw new IllegalStateException("not applied yet");
        }
        return StateEncoder.encodeTransaction(transaction, false);
    }
}
