package io.codecollab.server.session;

import io.codecollab.server.document.CloseReason;
import io.codecollab.server.protocol.EncodedFrame;
import io.codecollab.server.protocol.WireFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * A connection to a client that is written down: each message that is sent, whether it is to be read, and the end. What is
 * sent is on its way until the client {@linkplain #takeAll takes} it. Thread-safe.
 */
class Wire implements Connection {

    /** A task that is to run when so much time has passed. */
    private record Timer(long dueMs, Runnable task) {}

    private final Executor executor;
    private final String token;
    private final List<Timer> timers = new ArrayList<>();
    private long nowMs;
    private final List<String> log = new ArrayList<>();
    private final long lowWaterMark;
    private final long highWaterMark;
    private long unsentBytes;
    private boolean writable = true;
    private boolean stalled;
    private int pauses;
    private boolean flushed = true;

    /** A client that takes everything at once, unless it is {@linkplain #stall stalled}. */
    Wire(Executor executor) {
        this(executor, "");
    }

    /** The same of somebody with a token. */
    Wire(Executor executor, String token) {
        this(executor, token, 64 << 10, 256 << 10);
    }

    Wire(Executor executor, long lowWaterMark, long highWaterMark) {
        this(executor, "", lowWaterMark, highWaterMark);
    }

    private Wire(Executor executor, String token, long lowWaterMark, long highWaterMark) {
        this.executor = executor;
        this.token = token;
        this.lowWaterMark = lowWaterMark;
        this.highWaterMark = highWaterMark;
    }

    /** What was done since the last call: "sent" and a message in hex, "paused", "resumed", "closed" and the reason. */
    synchronized List<String> log() {
        List<String> news = List.copyOf(log);
        log.clear();
        return news;
    }

    /** The same, and it stays. */
    synchronized List<String> peek() {
        return List.copyOf(log);
    }

    /** The client takes nothing any more. */
    synchronized void stall() {
        stalled = true;
    }

    /** The client takes all that is on its way; true if the connection became writable by that. */
    synchronized boolean takeAll() {
        unsentBytes = 0;
        boolean wasWritable = writable;
        writable = true;
        return !wasWritable;
    }

    /** The client takes so many bytes; true if the connection became writable by that. */
    synchronized boolean take(long bytes) {
        unsentBytes = Math.max(0, unsentBytes - bytes);
        boolean wasWritable = writable;
        writable |= unsentBytes < lowWaterMark;
        return writable && !wasWritable;
    }

    synchronized boolean isPaused() {
        return pauses > 0;
    }

    /** Whether all that was sent was handed to the operating system. */
    synchronized boolean isFlushed() {
        return flushed;
    }

    @Override
    public synchronized void send(EncodedFrame frame) {
        WireFormat.messages(frame).forEach(message -> log.add("sent " + message.hex()));
        flushed = false;
        if (stalled) {
            unsentBytes += frame.size();
            writable &= unsentBytes <= highWaterMark;
        }
    }

    @Override
    public synchronized void flush() {
        flushed = true;
    }

    @Override
    public synchronized long unsentBytes() {
        return unsentBytes;
    }

    @Override
    public synchronized boolean isWritable() {
        return writable;
    }

    @Override
    public synchronized void close(CloseReason reason) {
        log.add("closed " + reason);
    }

    @Override
    public synchronized void pauseReading() {
        if (pauses++ == 0) {
            log.add("paused");
        }
    }

    @Override
    public synchronized void resumeReading() {
        if (--pauses == 0) {
            log.add("resumed");
        }
    }

    @Override
    public String token() {
        return token;
    }

    @Override
    public synchronized Runnable later(long delayMs, Runnable task) {
        Timer timer = new Timer(nowMs + delayMs, task);
        timers.add(timer);
        return () -> cancel(timer);
    }

    private synchronized void cancel(Timer timer) {
        timers.remove(timer);
    }

    /** Lets time pass for the timers of this connection. */
    void pass(long ms) {
        List<Timer> due;
        synchronized (this) {
            nowMs += ms;
            due = timers.stream().filter(timer -> timer.dueMs() <= nowMs).toList();
            timers.removeAll(due);
        }
        due.forEach(timer -> executor.execute(timer.task()));
    }

    @Override
    public Executor executor() {
        return executor;
    }
}
