package io.codecollab.server.e2e;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket client that speaks bytes, on the JDK's own: for what no real client would send, and to see the very bytes. */
final class RawClient implements WebSocket.Listener, AutoCloseable {

    private static final int TIMEOUT_SECONDS = 20;
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>(10_000);
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>(10_000);
    private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final StringBuilder partialText = new StringBuilder();
    private final WebSocket socket;

    /** Connects to a document as y-websocket would: {@code path} is what follows {@code /ws}. */
    RawClient(CodecollabJar server, String path) {
        this(URI.create(server.webSocketUrl() + path));
    }

    private RawClient(URI uri) {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(uri, this)
                .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Connects to any path. */
    static RawClient at(CodecollabJar server, String path) {
        return new RawClient(URI.create("ws://" + server.address() + path));
    }

    /** Sends one binary message, written in hex with or without spaces. */
    void send(String hex) {
        send(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    void send(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true)
                .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    void sendText(String text) {
        socket.sendText(text, true).orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
    }

    /** The next message of the server, in hex. */
    String receive() throws InterruptedException {
        String frame = frames.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        if (frame == null) {
            throw new AssertionError("the server sent nothing");
        }
        return frame;
    }

    /** The next text message of the server. */
    String receiveText() throws InterruptedException {
        String text = texts.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        if (text == null) {
            throw new AssertionError("the server sent no text");
        }
        return text;
    }

    /** The code with which the server closes. */
    int closeCode() {
        return closeCode.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
    }

    boolean isOpen() {
        return !closeCode.isDone();
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        partial.append(partial.isEmpty() || bytes.length == 0 ? "" : " ").append(HEX.formatHex(bytes));
        if (last) {
            frames.add(partial.toString());
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partialText.append(data);
        if (last) {
            texts.add(partialText.toString());
            partialText.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeCode.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closeCode.completeExceptionally(error);
    }

    /** Is gone without a word. */
    void hangUp() {
        socket.abort();
    }

    @Override
    public void close() {
        hangUp();
    }
}
