package io.codecollab.server.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.codecollab.crdt.lib0.JsonText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A Node process with npm yjs and y-websocket on one document: {@code src/test/node/editor.mjs}. */
final class Editor implements AutoCloseable {

    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;

    private Editor(Process process) {
        this.process = process;
        this.commands = process.outputWriter(UTF_8);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    static Editor open(CodecollabJar server, String document) {
        Path script = Path.of(System.getProperty("e2e.node.dir"), "editor.mjs");
        try {
            return new Editor(new ProcessBuilder("node", script.toString(), server.webSocketUrl(), document)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void insert(int index, String string) {
        call(Map.of("do", "insert", "index", index, "string", string));
    }

    /** Starts to type; {@link #finishTyping} waits for the end. */
    void startTyping(int count, long seed, String letter) {
        send(Map.of("do", "type", "count", count, "seed", seed, "letter", letter));
    }

    void finishTyping() {
        answer();
    }

    String text() {
        return (String) ask("text");
    }

    /** The encoded state of the document, in hex. */
    String state() {
        return (String) ask("state");
    }

    boolean isSynced() {
        return (Boolean) ask("synced");
    }

    /** How many times it was connected. */
    long connectionCount() {
        return (Long) ask("opened");
    }

    /** The close code of the last connection that ended, null before. */
    @Nullable
    Object lastClose() {
        return call(Map.of("do", "lastClose"));
    }

    void goOffline() {
        call(Map.of("do", "offline"));
    }

    void goOnline() {
        call(Map.of("do", "online"));
    }

    /** Sets the awareness state. */
    void present(Map<String, Object> fields) {
        call(Map.of("do", "present", "fields", fields));
    }

    /** The awareness states of all others. */
    List<?> others() {
        return (List<?>) ask("others");
    }

    /** Sends bytes of any kind on its connection. */
    void sendRaw(String hex) {
        call(Map.of("do", "raw", "hex", hex));
    }

    @Override
    public void close() throws IOException {
        commands.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for the editor", e);
        }
    }

    private Object ask(String what) {
        Object result = call(Map.of("do", what));
        if (result == null) {
            throw new AssertionError("no answer to " + what);
        }
        return result;
    }

    private @Nullable Object call(Map<String, Object> command) {
        send(command);
        return answer();
    }

    private void send(Map<String, Object> command) {
        try {
            commands.write(JsonText.write(command) + "\n");
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable Object answer() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw new AssertionError("the editor ended, exitCode=" + process.waitFor());
            }
            if (JsonText.read(line) instanceof Map<?, ?> answer) {
                return answer.get("result");
            }
            throw new AssertionError("not an answer, line=" + line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for the editor", e);
        }
    }
}
