package io.codecollab.server.e2e;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A WebSocket connection, on the JDK's own client, that hands on whole binary messages. Thread-safe. */
final class MessageSocket implements WebSocket.Listener, AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int TIMEOUT_SECONDS = 30;

    private final Consumer<byte[]> receiver;
    private final Consumer<String> onEnd;
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private final WebSocket socket;

    /**
     * Connects.
     *
     * @param receiver is told each message, one at a time, from {@link #listen} on
     * @param onEnd is told the reason when the connection ends, whoever ends it
     * @throws CompletionException if it cannot
     */
    MessageSocket(URI uri, Consumer<byte[]> receiver, Consumer<String> onEnd) {
        this.receiver = receiver;
        this.onEnd = onEnd;
        socket = HTTP.newWebSocketBuilder()
                .buildAsync(uri, this)
                .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    void listen() {
        socket.request(1);
    }

    /** @throws IllegalStateException if it cannot be sent */
    void send(byte[] message) {
        try {
            socket.sendBinary(ByteBuffer.wrap(message), true)
                    .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new IllegalStateException("cannot send, ended=" + end(), e);
        }
    }

    boolean hasEnded() {
        return ended.isDone();
    }

    /** Why the connection has ended, or that it has not. */
    String end() {
        return ended.getNow("not ended");
    }

    @Override
    public void onOpen(WebSocket webSocket) {
        // nothing is asked for before somebody listens
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        partial.writeBytes(bytes);
        if (last) {
            byte[] message = partial.toByteArray();
            partial.reset();
            receiver.accept(message);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        end("closeCode=" + statusCode + " reason=" + reason);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        end("error=" + error);
    }

    private void end(String why) {
        if (ended.complete(why)) {
            onEnd.accept(why);
        }
    }

    /** Hangs up. */
    @Override
    public void close() {
        socket.abort();
        end("closed by the test");
    }
}
