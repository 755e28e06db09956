package io.codecollab.server.document;

/**
 * Somebody who takes part in a document. All calls come from the document's thread, one at a time; none of them may block.
 */
public interface Subscriber {

    /**
     * The document is loaded and this subscriber part of it.
     *
     * @param stateVector what the document has, so that the subscriber can send what it has more
     */
    void joined(byte[] stateVector);

    /**
     * The answer to {@link Document#ask}.
     *
     * @param update everything the subscriber lacked
     */
    void caughtUp(byte[] update);

    /** Something happened in the document. */
    void tell(Broadcast broadcast);

    /**
     * One message which the subscriber handed to the document has been dealt with, successfully or not.
     *
     * @param bytes the size it was handed over with
     */
    void dealtWith(int bytes);

    /** The document is done with this subscriber, or this subscriber was told off. No more calls follow. */
    void close(CloseReason reason);
}
