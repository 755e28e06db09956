package io.codecollab.server.e2e;

import static io.codecollab.server.e2e.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who types at a pace of their own whatever happens: when the connection ends they connect again, perhaps to
 * another server, as a {@link RawEditor} that knows nothing of what was before. Thread-safe.
 */
final class Typist implements AutoCloseable {

    private static final int MAX_UNACKNOWLEDGED = 16;
    private static final int RECONNECT_MS = 50;

    private final Supplier<String> addresses;
    private final Framing framing;
    private final String document;
    private final String name;
    private final Ledger ledger;
    private final int pauseMs;
    private final Random random;
    private final List<Outage> outages = new ArrayList<>();
    private final Thread thread;
    private volatile boolean typing = true;
    private volatile boolean closed;
    private volatile @Nullable RawEditor editor;

    /**
     * A time without connection.
     *
     * @param fromNs when the connection ended, by the system's nano time
     * @param toNs when the next one had the document
     */
    record Outage(long fromNs, long toNs) {}

    /**
     * Starts to type.
     *
     * @param addresses where to connect, asked before each attempt
     * @param name unique among all writers of the document, ever
     * @param pauseMs between two edits, on average
     */
    Typist(
            Supplier<String> addresses,
            Framing framing,
            String document,
            String name,
            Ledger ledger,
            int pauseMs,
            long seed) {
        this.addresses = addresses;
        this.framing = framing;
        this.document = document;
        this.name = name;
        this.ledger = ledger;
        this.pauseMs = pauseMs;
        this.random = new Random(seed);
        thread = new Thread(null, this::live, "typist " + name, 256 << 10);
        thread.setDaemon(true);
        thread.start();
    }

    private void live() {
        long endedNs = 0;
        int connection = 0;
        try {
            while (!closed) {
                RawEditor current = connect(connection);
                if (current != null) {
                    if (connection++ > 0) {
                        note(new Outage(endedNs, System.nanoTime()));
                    }
                    editor = current;
                    typeUntilEnded(current);
                    editor = null;
                    endedNs = System.nanoTime();
                }
                Thread.sleep(RECONNECT_MS);
            }
        } catch (InterruptedException e) {
            return; // closed
        }
    }

    private @Nullable RawEditor connect(int connection) {
        try {
            return new RawEditor(
                    addresses.get(), framing, document, name + "." + connection, ledger, random.nextLong());
        } catch (CompletionException | IllegalStateException e) {
            return null; // refused, cut off, or sent away
        }
    }

    private void typeUntilEnded(RawEditor current) throws InterruptedException {
        try (current) {
            while (true) {
                Thread.sleep(pauseMs / 2 + random.nextInt(pauseMs));
                current.awaitUnacknowledgedBelow(typing ? MAX_UNACKNOWLEDGED : Integer.MAX_VALUE);
                if (typing) {
                    current.edit();
                }
            }
        } catch (IllegalStateException e) {
            return; // ended
        }
    }

    private void note(Outage outage) {
        synchronized (outages) {
            outages.add(outage);
        }
    }

    List<Outage> outages() {
        synchronized (outages) {
            return List.copyOf(outages);
        }
    }

    boolean isConnected() {
        return editor != null;
    }

    /** Types no more, and stays connected. */
    void stopTyping() {
        typing = false;
    }

    /** Waits until it is connected and all it has typed on this connection is acknowledged; returns the connection. */
    RawEditor settled() throws Throwable {
        CompletableFuture<RawEditor> settled = new CompletableFuture<>();
        eventually(() -> {
            RawEditor current = editor;
            if (current == null) {
                throw new AssertionError("not connected, typist=" + name);
            }
            assertThat(current.unacknowledgedCount()).as("%s", current).isZero();
            settled.complete(current);
        });
        return settled.join();
    }

    String document() {
        return document;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for a typist", e);
        }
    }
}
