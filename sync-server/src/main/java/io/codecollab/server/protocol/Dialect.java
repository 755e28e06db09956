package io.codecollab.server.protocol;

import io.codecollab.crdt.lib0.ByteReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one kind of client puts things into frames. Without state: equal dialects encode everything the same way, so that what
 * was encoded for one client can be sent to all whose dialect is equal. Thread-safe.
 */
public interface Dialect {

    /** The kind of client, as it is called in metrics and logs. */
    String name();

    /**
     * Reads the messages of one frame, from the reader's position to its end.
     *
     * @throws MalformedMessageException if no client of this kind sends such a frame
     */
    List<Message> decode(ByteReader frame) throws MalformedMessageException;

    /**
     * What a client is told when it has become part of the document.
     *
     * @param stateVector what the document has, encoded
     * @param presence an awareness update of everybody who is here, a single 0 when nobody is
     * @param mayWrite whether what the client has more than the document is wanted
     */
    List<EncodedFrame> welcome(byte[] stateVector, byte[] presence, boolean mayWrite);

    /**
     * "This is what I have": asks for everything else the client has.
     *
     * @param stateVector what the document has, encoded
     */
    EncodedFrame syncRequest(byte[] stateVector);

    /** "From now on you may write", or no longer; null if clients of this kind are not told. */
    default @Nullable EncodedFrame scope(boolean mayWrite) {
        return null;
    }

    /**
     * What comes before the answer to a client's "this is what I have".
     *
     * @param stateVector what the document has, encoded
     */
    List<EncodedFrame> beforeSyncAnswer(byte[] stateVector);

    /** "This is what you lack": tells the client that it is up to date. */
    EncodedFrame syncAnswer(byte[] update);

    /** An edit of somebody else. */
    EncodedFrame update(byte[] update);

    /** Who is here and where their cursor is. */
    EncodedFrame presence(byte[] awarenessUpdate);

    /**
     * "What you sent is saved."
     *
     * @param update what of it was new
     * @param isAnswer whether it was an answer to the server's question and not an edit
     * @return null if clients of this kind are not told
     */
    @Nullable
    EncodedFrame saved(byte[] update, boolean isAnswer);

    /** "What you sent is not taken: you may not write"; null if clients of this kind are not told. */
    default @Nullable EncodedFrame refused() {
        return null;
    }

    /** "All you had sent before you said this number is saved"; null if clients of this kind count nothing. */
    default @Nullable EncodedFrame savedVersion(long version) {
        return null;
    }

    /** A message of another client that is neither edit nor presence; null if clients of this kind have none. */
    default @Nullable EncodedFrame told(String message) {
        return null;
    }

    /** Something a client takes as a sign of life and nothing more. */
    EncodedFrame keepAlive();
}
