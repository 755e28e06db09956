package io.codecollab.persistence.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.UpdateStore;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * A process that appends from several threads, compacts now and then, and prints {@code <document> <number>} for every append
 * whose commit was acknowledged, until somebody kills it.
 *
 * <p>Arguments: data folder, run number, threads.
 */
final class AppendUntilKilled {

    private static final int COMPACT_EVERY = 50;

    private AppendUntilKilled() {}

    public static void main(String[] args) {
        Path folder = Path.of(args[0]);
        String run = args[1];
        int threads = Integer.parseInt(args[2]);
        PrintStream acknowledged = System.out;
        UpdateStore store = SqliteUpdateStore.open(folder, PersistenceConfig.defaults());
        for (int t = 0; t < threads; t++) {
            String document = "run " + run + " thread " + t;
            new Thread(() -> appendForever(store, document.replace(' ', '-'), acknowledged)).start();
        }
    }

    private static void appendForever(UpdateStore store, String document, PrintStream acknowledged) {
        for (int number = 0; ; number++) {
            String line = document + " " + number + "\n";
            store.append(document, line.getBytes(UTF_8)).join();
            // one write call a line, so that a kill never leaves half of one that was acknowledged whole
            acknowledged.write(line.getBytes(UTF_8), 0, line.length());
            acknowledged.flush();
            if (number % COMPACT_EVERY == COMPACT_EVERY - 1) {
                KillTest.mergeLines(store, document);
            }
        }
    }
}
