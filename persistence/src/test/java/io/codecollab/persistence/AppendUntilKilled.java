package io.codecollab.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.codecollab.persistence.postgres.PostgresUpdateStore;
import io.codecollab.persistence.sqlite.SqliteUpdateStore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * A process that appends from several threads until somebody kills it, and prints what it knows, a line each: {@code saved
 * <document> <number>} for every append whose commit was acknowledged, {@code spilled <document> <number>} for those that went
 * into the spill file.
 *
 * <p>Arguments: {@code waiting} (a thread appends when its last append is saved, and compacts now and then) or {@code hasty} (it
 * waits for nothing), run number, threads, data folder, and the URL if it is PostgreSQL.
 */
final class AppendUntilKilled {

    /** Little memory, so that the spill file is used soon. */
    private static final PersistenceConfig CONFIG =
            new PersistenceConfig(20_000, 1 << 30, 1_000_000, 5, 50, 10_000, 1, 1);

    private static final int COMPACT_EVERY = 50;

    private AppendUntilKilled() {}

    static UpdateStore open(String... arguments) {
        Path folder = Path.of(arguments[0]);
        return arguments.length == 1
                ? SqliteUpdateStore.open(folder, CONFIG)
                : PostgresUpdateStore.open(arguments[1], folder, CONFIG);
    }

    public static void main(String[] args) {
        boolean waiting = args[0].equals("waiting");
        int threads = Integer.parseInt(args[2]);
        UpdateStore store = open(Arrays.copyOfRange(args, 3, args.length));
        for (int t = 0; t < threads; t++) {
            String document = "run-" + args[1] + "-thread-" + t;
            new Thread(() -> {
                        if (waiting) {
                            appendAndWait(store, document);
                        } else {
                            append(store, document);
                        }
                    })
                    .start();
        }
    }

    private static void appendAndWait(UpdateStore store, String document) {
        for (int number = 0; ; number++) {
            append(store, document, number).join();
            if (number % COMPACT_EVERY == COMPACT_EVERY - 1) {
                merge(store, document);
            }
        }
    }

    private static void append(UpdateStore store, String document) {
        for (int number = 0; ; number++) {
            var unused = append(store, document, number);
            if (store.health().spilledBytes() > 0) {
                print("spilled", document, number); // behind whatever else is in there
            }
            sleep(1);
        }
    }

    private static CompletableFuture<Void> append(UpdateStore store, String document, int number) {
        String line = document + " " + number + "\n";
        return store.append(document, line.getBytes(UTF_8)).thenRun(() -> print("saved", document, number));
    }

    /** Compacts a document whose updates are lines of text into one text. */
    private static void merge(UpdateStore store, String document) {
        StoredDocument loaded = store.load(document);
        store.compact(loaded, textOf(loaded).getBytes(UTF_8));
    }

    /** All lines of a document, compacted or not. */
    static String textOf(StoredDocument loaded) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes(loaded.snapshot());
        loaded.journal().forEach(row -> text.writeBytes(row.update()));
        return text.toString(UTF_8);
    }

    /** One write call a line, so that a kill never leaves half of one. */
    private static void print(String what, String document, int number) {
        byte[] line = (what + " " + document + " " + number + "\n").getBytes(UTF_8);
        PrintStream out = System.out;
        synchronized (out) {
            out.write(line, 0, line.length);
            out.flush();
        }
    }

    private static void sleep(int ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
