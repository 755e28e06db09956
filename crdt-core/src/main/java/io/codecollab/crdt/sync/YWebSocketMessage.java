package io.codecollab.crdt.sync;

/** One frame of a y-websocket connection. Immutable as long as nobody writes to the arrays, which are not copied. */
public sealed interface YWebSocketMessage {

    /** Something about the document. */
    record Sync(SyncMessage message) implements YWebSocketMessage {}

    /**
     * Something about who is here.
     *
     * @param update an awareness update, see {@link io.codecollab.crdt.awareness.AwarenessUpdate}
     */
    record Awareness(byte[] update) implements YWebSocketMessage {}

    /** Something about access. */
    record Auth(AuthMessage message) implements YWebSocketMessage {}

    /** Asks for the awareness states of everybody. */
    record QueryAwareness() implements YWebSocketMessage {}
}
