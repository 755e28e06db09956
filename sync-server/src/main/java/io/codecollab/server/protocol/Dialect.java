package io.codecollab.server.protocol;

/** How one kind of client puts things into frames. Thread-safe and without state: one object for all clients of the kind. */
public interface Dialect {

    /**
     * Reads one frame.
     *
     * @throws MalformedMessageException if no client of this kind sends such a frame
     */
    Message decode(byte[] frame) throws MalformedMessageException;

    /** The server's own "this is what I have". */
    EncodedFrame syncRequest(byte[] stateVector);

    /** "This is what you lack": tells the client that it is up to date. */
    EncodedFrame syncAnswer(byte[] update);

    /** An edit of somebody, or the confirmation that the client's own is saved. */
    EncodedFrame update(byte[] update);

    /** Who is here and where their cursor is. */
    EncodedFrame presence(byte[] awarenessUpdate);

    /** Something a client takes as a sign of life and nothing more. */
    EncodedFrame keepAlive();
}
