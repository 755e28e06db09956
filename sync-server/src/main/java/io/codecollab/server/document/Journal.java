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
     * Stores edits. Never waits; updates of one document are stored in the order of the calls.
     *
     * @return completes when the update is durable, exceptionally when it will never be
     */
    CompletionStage<Void> append(DocumentName name, byte[] update);

    /** Keeps for inspection what a client sent and could not be understood. Waits for the store. */
    void keepRefused(DocumentName name, byte[] update, String reason);

    /** Whether a document was ever created or edited. Waits for the store. */
    boolean exists(DocumentName name);

    /** Makes a document exist; false if it did before. Waits for the store. */
    boolean create(DocumentName name);

    /** Much was appended to a document that stays open: a good time to tidy up what is stored of it. Waits for the store. */
    void grown(DocumentName name);

    /** Nobody works on the document any more: a good time to tidy up what is stored of it. Waits for the store. */
    void unloaded(DocumentName name);
}
