package io.codecollab.server.transport;

import io.codecollab.server.document.CloseReason;
import io.codecollab.server.protocol.EncodedFrame;
import io.codecollab.server.session.Connection;
import java.util.concurrent.Executor;

/** A connection nobody listens to. */
final class SilentConnection implements Connection {

    @Override
    public void send(EncodedFrame frame) {}

    @Override
    public void flush() {}

    @Override
    public long unsentBytes() {
        return 0;
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void close(CloseReason reason) {}

    @Override
    public void pauseReading() {}

    @Override
    public void resumeReading() {}

    @Override
    public String token() {
        return "";
    }

    @Override
    public Runnable later(long delayMs, Runnable task) {
        return () -> {};
    }

    @Override
    public Executor executor() {
        return task -> {};
    }
}
