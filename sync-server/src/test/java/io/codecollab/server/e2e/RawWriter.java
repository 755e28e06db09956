package io.codecollab.server.e2e;

import java.util.Set;

/** A {@link RawEditor} that edits as fast as its edits are acknowledged. */
final class RawWriter implements AutoCloseable {

    private static final int MAX_UNACKNOWLEDGED = 16;

    private final RawEditor editor;
    private final Thread thread;

    /** @param name unique among all writers of the document, ever */
    RawWriter(CodecollabJar server, Framing framing, String document, String name, Ledger ledger, long seed) {
        editor = new RawEditor(server.address(), framing, document, name, ledger, seed);
        thread = new Thread(this::write, "writer " + name);
        thread.setDaemon(true);
    }

    /** The keys of a document, asked from a server by a client that knows nothing. */
    static Set<String> keys(CodecollabJar server, String document) {
        try (RawEditor reader = RawEditor.reader(server.address(), document)) {
            return reader.keys();
        }
    }

    Framing framing() {
        return editor.framing();
    }

    /** How many of its edits were acknowledged. */
    int acknowledgedCount() {
        return editor.acknowledgedCount();
    }

    void start() {
        thread.start();
    }

    private void write() {
        try {
            while (true) {
                editor.awaitUnacknowledgedBelow(MAX_UNACKNOWLEDGED);
                editor.edit();
            }
        } catch (InterruptedException | IllegalStateException e) {
            return; // the server is gone
        }
    }

    /** Waits until the server is gone, or hangs up itself. */
    @Override
    public void close() {
        editor.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for a writer", e);
        }
    }
}
