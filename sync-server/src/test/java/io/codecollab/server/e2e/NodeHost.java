package io.codecollab.server.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.codecollab.crdt.lib0.JsonText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A Node process that hosts any number of editors: {@code src/test/node/host.mjs} has the line protocol. Thread-safe; what
 * one editor is told is done in that order, what several are told side by side.
 */
final class NodeHost implements AutoCloseable {

    private static final int TIMEOUT_SECONDS = 60;

    private final Process process;
    private final Writer commands;
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Long, CompletableFuture<@Nullable Object>> waiting = new ConcurrentHashMap<>();

    private NodeHost(Process process) {
        this.process = process;
        this.commands = process.outputWriter(UTF_8);
        Thread reader = new Thread(this::readAnswers, "editors' answers");
        reader.setDaemon(true);
        reader.start();
    }

    static NodeHost start() {
        return start(Map.of());
    }

    /** One whose editors trust a certificate, besides those that Node trusts. */
    static NodeHost trusting(Certificate certificate) {
        return start(Map.of("NODE_EXTRA_CA_CERTS", certificate.certificateFile().toString()));
    }

    private static NodeHost start(Map<String, String> environment) {
        Path script = Path.of(System.getProperty("e2e.node.dir"), "host.mjs");
        ProcessBuilder node = new ProcessBuilder("node", "--max-old-space-size=1024", script.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        node.environment().putAll(environment);
        try {
            return new NodeHost(node.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Editor open(ClientKind kind, CodecollabJar server, String document) {
        return open(kind, server, document, Map.of());
    }

    /** Opens an editor; {@code options} are those of its dialect's script. */
    Editor open(ClientKind kind, CodecollabJar server, String document, Map<String, Object> options) {
        return open(kind, server.address(), document, options);
    }

    /** Opens an editor on a host and port where a server may be running or not. */
    Editor open(ClientKind kind, String address, String document, Map<String, Object> options) {
        Map<String, Object> command = new HashMap<>(options);
        command.put("kind", kind.toString());
        command.put("server", address);
        command.put("document", document);
        String name = "editor" + lastId.incrementAndGet();
        await(send(name, "open", command));
        return new Editor(this, name);
    }

    /** What {@code @y-sweet/sdk} answers to one of the calls of {@code sdk.mjs}. */
    @Nullable
    Object sdk(CodecollabJar server, String call, Map<String, Object> arguments) {
        Map<String, Object> command = new HashMap<>(arguments);
        command.put("call", call);
        command.put("server", server.address());
        return await(send("sdk" + lastId.incrementAndGet(), "sdk", command));
    }

    /** Tells an editor to do something; the answer comes when it is done. */
    CompletableFuture<@Nullable Object> send(String editor, String what, Map<String, Object> arguments) {
        long id = lastId.incrementAndGet();
        Map<String, Object> line = new HashMap<>(arguments);
        line.put("id", id);
        line.put("editor", editor);
        line.put("do", what);
        CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        try {
            synchronized (commands) {
                commands.write(JsonText.write(line) + "\n");
                commands.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answer;
    }

    /** Waits for an answer; fails the test when it does not come, or is that it cannot be done. */
    static @Nullable Object await(CompletableFuture<@Nullable Object> answer) {
        try {
            return answer.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof TimeoutException) {
                throw new AssertionError("no answer for seconds=" + TIMEOUT_SECONDS, e);
            }
            throw new AssertionError(cause == null ? e.getMessage() : cause.getMessage(), e);
        }
    }

    private void readAnswers() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (JsonText.read(line) instanceof Map<?, ?> answer && answer.get("id") instanceof Long id) {
                    complete(waiting.remove(id), answer);
                } else {
                    throw new IllegalStateException("not an answer, line=" + line);
                }
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
        fail(new IllegalStateException("the Node process ended"));
    }

    private static void complete(@Nullable CompletableFuture<@Nullable Object> future, Map<?, ?> answer) {
        if (future == null) {
            throw new IllegalStateException("an answer to no question, answer=" + answer);
        }
        if (answer.get("error") instanceof String error) {
            future.completeExceptionally(new IllegalStateException(error));
        } else {
            future.complete(answer.get("result"));
        }
    }

    private void fail(Exception why) {
        waiting.values().forEach(future -> future.completeExceptionally(why));
    }

    @Override
    public void close() {
        try {
            commands.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for the Node process", e);
        }
    }
}
