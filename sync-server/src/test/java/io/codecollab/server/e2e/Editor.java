package io.codecollab.server.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Somebody at a real npm client on one document: {@code src/test/node/editor.mjs} in a {@link NodeHost}. */
final class Editor implements AutoCloseable {

    private final NodeHost host;
    private final String name;
    private boolean ownsHost;
    private boolean closed;
    private @Nullable CompletableFuture<@Nullable Object> typing;

    Editor(NodeHost host, String name) {
        this.host = host;
        this.name = name;
    }

    /** An editor on y-websocket 3 in a process of its own. */
    static Editor open(CodecollabJar server, String document) {
        Editor editor = NodeHost.start().open(ClientKind.Y_WEBSOCKET_3, server, document);
        editor.ownsHost = true;
        return editor;
    }

    void insert(int index, String string) {
        call("insert", Map.of("index", index, "string", string));
    }

    void delete(int index, int length) {
        call("delete", Map.of("index", index, "length", length));
    }

    /** Starts to type and delete at random places; {@link #finishTyping} waits for the end. */
    void startTyping(int count, long seed, String letter) {
        typing = start(
                "type",
                Map.of("count", count, "seed", seed, "letter", letter, "cutsPairs", CodecollabJar.bearsCutPairs()));
    }

    void finishTyping() {
        if (typing == null) {
            throw new IllegalStateException("nothing is being typed");
        }
        NodeHost.await(typing);
    }

    /** Starts to type and delete at random places, an edit every so many ms, until {@link #stopTyping}. */
    void keepTyping(long seed, String letter, int everyMs) {
        call(
                "keepTyping",
                Map.of("seed", seed, "letter", letter, "everyMs", everyMs, "cutsPairs", CodecollabJar.bearsCutPairs()));
    }

    /** Returns how many edits were made since {@link #keepTyping}. */
    long stopTyping() {
        return (Long) ask("stopTyping");
    }

    /** Inserts {@code count} pieces of {@code length} characters each, in one transaction. */
    void fill(int count, int length, String letter) {
        call("fill", Map.of("count", count, "length", length, "letter", letter));
    }

    String text() {
        return (String) ask("text");
    }

    /** The number of UTF-16 units in the text. */
    long length() {
        return (Long) ask("length");
    }

    /** The encoded state of the document, in hex. */
    String state() {
        return (String) ask("state");
    }

    /** The SHA-256 of {@link #state}, for large documents. */
    String fingerprint() {
        return (String) ask("fingerprint");
    }

    boolean isSynced() {
        return (Boolean) ask("synced");
    }

    /** How much of its own the client believes not to be stored; only clients that show this can say. */
    long unsaved() {
        return (Long) ask("unsaved");
    }

    /** How many times it was connected. */
    long connectionCount() {
        return (Long) ask("opened");
    }

    /** The close code of the last connection that ended, null before. */
    @Nullable
    Object lastClose() {
        return call("lastClose", Map.of());
    }

    void goOffline() {
        call("offline", Map.of());
    }

    void goOnline() {
        call("online", Map.of());
    }

    /** Sets the awareness state. */
    void present(Map<String, Object> fields) {
        call("present", Map.of("fields", fields));
    }

    /** The awareness states of all others. */
    List<?> others() {
        return (List<?>) ask("others");
    }

    /** Sends bytes of any kind on its connection. */
    void sendRaw(String hex) {
        call("raw", Map.of("hex", hex));
    }

    /** The messages that have passed over its connection, in both directions. */
    List<Frame> frames() {
        List<Frame> frames = new ArrayList<>();
        for (Object frame : (List<?>) ask("frames")) {
            frames.add(Frame.of((Map<?, ?>) frame));
        }
        return frames;
    }

    /** What any other command answers. */
    Object ask(String what) {
        Object result = call(what, Map.of());
        if (result == null) {
            throw new AssertionError("no answer to " + what);
        }
        return result;
    }

    @Nullable
    Object call(String what, Map<String, Object> arguments) {
        return NodeHost.await(start(what, arguments));
    }

    /** Has it do something that takes a while. */
    CompletableFuture<@Nullable Object> start(String what, Map<String, Object> arguments) {
        return host.send(name, what, arguments);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        call("close", Map.of());
        if (ownsHost) {
            host.close();
        }
    }

    /**
     * One message.
     *
     * @param incoming whether the server sent it
     * @param size in bytes
     * @param head its first 64 bytes, in hex
     */
    record Frame(boolean incoming, long size, String head) {

        private static Frame of(Map<?, ?> frame) {
            return new Frame(
                    "in".equals(frame.get("direction")), number(frame.get("size")), String.valueOf(frame.get("head")));
        }

        private static long number(@Nullable Object value) {
            if (value instanceof Long number) {
                return number;
            }
            throw new IllegalStateException("not a number, value=" + value);
        }
    }
}
