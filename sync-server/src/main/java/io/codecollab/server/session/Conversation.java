package io.codecollab.server.session;

import io.codecollab.server.document.CloseReason;

/**
 * One client's connection from its first frame to its last: takes frames apart and knows which documents they are for. Called
 * on the connection's thread alone.
 */
public interface Conversation {

    /** Takes a binary message. */
    void receive(byte[] frame);

    /** Takes a text message. */
    void receiveText(String frame);

    /** The client took most of what it was sent. */
    void writable();

    /** Nothing was sent for a while: tells the client, in a way its program sees, that the server is still here. */
    void keepAlive();

    /** Ends the conversation for this reason. */
    void close(CloseReason reason);

    /** The client is gone. */
    void disconnected();
}
