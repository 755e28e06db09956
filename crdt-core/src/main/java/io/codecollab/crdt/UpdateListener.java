package io.codecollab.crdt;

import org.jspecify.annotations.Nullable;

/** Is told what a transaction changed, as update bytes to store or to send to the peers. */
@FunctionalInterface
public interface UpdateListener {

    /**
     * Called after a transaction that changed something.
     *
     * @param update the change, in the format subscribed to; do not modify
     * @param origin the transaction's origin
     */
    void onUpdate(byte[] update, @Nullable Object origin, Doc doc, Transaction transaction);
}
