package io.codecollab.server.session;

import io.codecollab.server.document.CloseReason;
import io.codecollab.server.protocol.EncodedFrame;

/** What a session needs of the socket to its client. Thread-safe; nothing waits. */
public interface Connection {

    /** Sends a frame after all those before it. Once the connection is closing, frames go nowhere. */
    void send(EncodedFrame frame);

    /** Bytes that were to be sent and are not with the operating system yet. */
    long unsentBytes();

    /** Says why and hangs up. The first reason counts. */
    void close(CloseReason reason);

    /** Takes no more from the client until {@link #resumeReading}; the client is slowed down, nothing is lost. */
    void pauseReading();

    void resumeReading();
}
