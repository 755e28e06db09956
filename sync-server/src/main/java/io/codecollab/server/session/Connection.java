package io.codecollab.server.session;

import io.codecollab.server.document.CloseReason;
import io.codecollab.server.protocol.EncodedFrame;
import java.util.concurrent.Executor;

/** What a session needs of the socket to its client. Thread-safe; nothing waits. */
public interface Connection {

    /** Puts a frame behind all those before it; {@link #flush} sends them. Once the connection is closing, frames go nowhere. */
    void send(EncodedFrame frame);

    /** Hands what was put together by {@link #send} to the operating system, in as few pieces as it can. */
    void flush();

    /** Bytes that were to be sent and are not with the operating system yet. */
    long unsentBytes();

    /**
     * Whether little enough is unsent that more makes sense. When it becomes true again, {@link Conversation#writable} is
     * called.
     */
    boolean isWritable();

    /** Says why and hangs up. The first reason counts. */
    void close(CloseReason reason);

    /** Takes no more from the client until {@link #resumeReading} was called as often; the client is slowed down, nothing is lost. */
    void pauseReading();

    void resumeReading();

    /** What the client said when it connected to prove who it is; empty if it said nothing. */
    String token();

    /**
     * Runs a task on the connection's thread after a while, if the connection is still there.
     *
     * @return calls it off
     */
    Runnable later(long delayMs, Runnable task);

    /** Runs tasks on the thread this connection's frames arrive on. */
    Executor executor();
}
