package io.codecollab.server.document;

import io.codecollab.crdt.Replica;
import java.util.concurrent.CompletionStage;

/** Where documents come from and where their edits go. Thread-safe. */
public interface Journal {

    /**
     * The document as it is stored. Waits for the store.
     *
     * @throws RuntimeException if it cannot be read or understood
     */
    Replica load(DocumentName name);

    /**
     * Stores an edit. Never waits; edits of one document are stored in the order of the calls.
     *
     * @return completes when the edit is durable, exceptionally when it will never be
     */
    CompletionStage<Void> append(DocumentName name, byte[] update);

    /** Nobody works on the document any more: a good time to tidy up what is stored of it. Waits for the store. */
    void unloaded(DocumentName name);
}
