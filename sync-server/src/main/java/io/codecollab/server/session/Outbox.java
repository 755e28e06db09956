package io.codecollab.server.session;

import io.codecollab.server.document.CloseReason;
import io.codecollab.server.protocol.EncodedFrame;

/**
 * Frames on their way to one client, bounded in bytes. A client that does not take what it is sent is cut off: when it comes
 * back it says what it has and gets one diff.
 *
 * <p>Thread-safe.
 */
final class Outbox {

    private final Connection connection;
    private final long maxBytes;

    Outbox(Connection connection, long maxBytes) {
        this.connection = connection;
        this.maxBytes = maxBytes;
    }

    void send(EncodedFrame frame) {
        long waiting = connection.unsentBytes();
        // a frame is taken when little else waits, however large: a client must be able to get a large document at all
        if (waiting > 0 && waiting + frame.size() > maxBytes) {
            connection.close(CloseReason.OVERLOADED);
        } else {
            connection.send(frame);
        }
    }
}
