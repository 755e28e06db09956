package io.codecollab.crdt.examples;

import io.codecollab.crdt.lib0.JsonText;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A y-websocket server made of npm packages, in a process of its own (websocket-server.mjs). */
final class NodeServer implements AutoCloseable {

    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;
    private final URI uri;

    NodeServer() throws IOException {
        Path folder = Path.of(Objects.requireNonNull(System.getProperty("yjs.node.dir")));
        process = new ProcessBuilder("node", "websocket-server.mjs")
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        commands = process.outputWriter();
        answers = process.inputReader();
        uri = URI.create("ws://127.0.0.1:" + answers.readLine() + "/notes");
    }

    URI uri() {
        return uri;
    }

    /** Sends a command and waits for its answer. */
    @Nullable
    Object ask(String command) throws IOException {
        commands.write(command + "\n");
        commands.flush();
        return JsonText.read(Objects.requireNonNull(answers.readLine()));
    }

    @Override
    public void close() throws IOException {
        commands.close();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
