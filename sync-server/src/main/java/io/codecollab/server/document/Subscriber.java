package io.codecollab.server.document;

/** Somebody who takes part in a document. All calls come from the document's thread, one at a time; none of them may block. */
public interface Subscriber {

    /**
     * The document is loaded and this subscriber part of it.
     *
     * @param stateVector what the document has, so that the subscriber can send what it has more
     * @param presence an awareness update of everybody who is here, empty (a single 0) when nobody is
     */
    void joined(byte[] stateVector, byte[] presence);

    /** The answer to {@link Document#ask}. */
    void caughtUp(CatchUp answer);

    /** Others edited the document, possibly together with this subscriber: see {@link EditBatch#isFrom}. */
    void edited(EditBatch batch);

    /** The payload is an awareness update of those whose state changed. */
    void presenceChanged(Broadcast presence);

    /** A message that is neither an edit nor presence, from another subscriber. */
    void told(String message);

    /** An edit of this subscriber, or what it answered when it joined, is durable. In the order they were sent. */
    void saved(Edit edit);

    /**
     * One message which the subscriber handed to the document has been dealt with, successfully or not.
     *
     * @param bytes the size it was handed over with
     */
    void dealtWith(int bytes);

    /** Everything the document has to say for now has been said. */
    void flush();

    /** The document is done with this subscriber, or this subscriber was told off. No more calls follow. */
    void close(CloseReason reason);
}
