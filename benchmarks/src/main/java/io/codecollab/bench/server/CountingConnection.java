package io.codecollab.bench.server;

import io.codecollab.server.document.CloseReason;
import io.codecollab.server.protocol.EncodedFrame;
import io.codecollab.server.session.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** A client that takes everything at once: its frames are counted, and kept while {@link #keep} says so. Loop thread only. */
final class CountingConnection implements Connection {

    private final Executor loop;
    private final List<EncodedFrame> kept = new ArrayList<>();
    private boolean keeps;
    private long frames;
    private long bytes;
    private long flushes;

    CountingConnection(Executor loop) {
        this.loop = loop;
    }

    void keep(boolean value) {
        keeps = value;
        kept.clear();
    }

    List<EncodedFrame> kept() {
        return kept;
    }

    long frames() {
        return frames;
    }

    long bytes() {
        return bytes;
    }

    long flushes() {
        return flushes;
    }

    @Override
    public void send(EncodedFrame frame) {
        frames++;
        bytes += frame.size();
        if (keeps) {
            kept.add(frame);
        }
    }

    @Override
    public void flush() {
        flushes++;
    }

    @Override
    public long unsentBytes() {
        return 0;
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void close(CloseReason reason) {
        throw new IllegalStateException("the server closed the connection, reason=" + reason);
    }

    @Override
    public void pauseReading() {
        throw new IllegalStateException("the server does not keep up");
    }

    @Override
    public void resumeReading() {}

    @Override
    public String token() {
        return "";
    }

    @Override
    public Runnable later(long delayMs, Runnable task) {
        throw new IllegalStateException("nobody is asked who they are, so nothing expires, delayMs=" + delayMs);
    }

    @Override
    public Executor executor() {
        return loop;
    }
}
