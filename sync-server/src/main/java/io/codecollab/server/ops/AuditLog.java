package io.codecollab.server.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.codecollab.crdt.lib0.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who did what that matters for security: a line of JSON an event, at the end of a file. The file is opened anew for what is
 * written together, so that it may be moved away at any time. Thread-safe; nothing but {@link #close} waits.
 */
public final class AuditLog implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AuditLog.class);

    private static final int MAX_WAITING = 10_000;
    private static final long CLOSE_TIMEOUT_MS = 5_000;
    private static final long LOOK_MS = 1_000;

    /** No line, but something to look at. */
    private static final String WAKE_UP = "";

    private final Optional<Path> file;
    private final Consumer<Drop> onDrop;
    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread thread = new Thread(this::run, "codecollab-audit");
    private volatile boolean closed;
    private boolean failing; // own thread only

    private AuditLog(Optional<Path> file, Consumer<Drop> onDrop) {
        this.file = file;
        this.onDrop = onDrop;
    }

    /** Nothing is noted. */
    public static AuditLog none() {
        return new AuditLog(Optional.empty(), drop -> {});
    }

    /**
     * A log in a file.
     *
     * @throws IOException if the file cannot be written; the message is fit for whoever named it
     */
    public static AuditLog start(Path file, Metrics metrics) throws IOException {
        AuditLog audit = new AuditLog(Optional.of(file), metrics::dropped);
        try {
            append(file, List.of());
        } catch (IOException e) {
            throw new IOException("cannot write the audit log " + file + ": " + e, e);
        }
        audit.thread.start();
        return audit;
    }

    /**
     * Notes an event.
     *
     * @param event what happened, in a few words that stay the same
     * @param details name to value: text, numbers, truth values
     */
    public void record(String event, Map<String, Object> details) {
        if (file.isEmpty()) {
            return;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", Instant.now().toString());
        fields.put("event", event);
        fields.putAll(details);
        if (!lines.offer(JsonText.write(fields))) {
            onDrop.accept(Drop.UNWRITTEN_AUDIT);
        }
    }

    private void run() {
        while (!closed || !lines.isEmpty()) {
            try {
                String first = lines.poll(LOOK_MS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    List<String> batch = new ArrayList<>(List.of(first));
                    lines.drainTo(batch);
                    batch.removeIf(line -> line.equals(WAKE_UP));
                    write(batch);
                }
            } catch (InterruptedException e) {
                log.debug("Nobody interrupts this thread", e);
            }
        }
    }

    private void write(List<String> batch) {
        try {
            append(file.orElseThrow(), batch);
            failing = false;
        } catch (IOException e) {
            batch.forEach(line -> onDrop.accept(Drop.UNWRITTEN_AUDIT));
            if (!failing) {
                log.error("Cannot write the audit log, file={}", file.orElseThrow(), e);
            }
            failing = true;
        }
    }

    private static void append(Path file, List<String> batch) throws IOException {
        Files.write(file, batch, UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Writes what is left. */
    @Override
    public void close() {
        closed = true;
        if (file.isEmpty()) {
            return;
        }
        var unused = lines.offer(WAKE_UP); // an interruption would end what is being written
        try {
            thread.join(CLOSE_TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
