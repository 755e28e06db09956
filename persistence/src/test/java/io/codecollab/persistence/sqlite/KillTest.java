package io.codecollab.persistence.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.StoredDocument;
import io.codecollab.persistence.StoredUpdate;
import io.codecollab.persistence.UpdateStore;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that appends and compacts, again and again on the same data, and looks for what it acknowledged. */
class KillTest {

    private static final int KILLS = 5;
    private static final int THREADS = 4;

    @Test
    void everyAcknowledgedAppendSurvivesKillDashNine(@TempDir Path folder) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, Integer> acknowledged = new HashMap<>();
        for (int run = 0; run < KILLS; run++) {
            int killAfter = 20 + random.nextInt(600);

            acknowledged.putAll(appendAndKill(folder, run, killAfter));

            try (UpdateStore store = SqliteUpdateStore.open(folder, PersistenceConfig.defaults())) {
                acknowledged.forEach((document, last) -> assertThat(linesOf(store, document))
                        .as("seed=%d, run=%s, document=%s", seed, folder, document)
                        .startsWith(linesUpTo(document, last))
                        // what was committed and not yet acknowledged may be there as well: one append a thread
                        .hasSizeBetween(last + 1, last + 2));
            }
        }
    }

    /** The last number of each document that was acknowledged before the process was killed. */
    private static Map<String, Integer> appendAndKill(Path folder, int run, int killAfter) throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AppendUntilKilled.class.getName(),
                        folder.toString(),
                        Integer.toString(run),
                        Integer.toString(THREADS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Map<String, Integer> acknowledged = new HashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
            for (int count = 0; count < killAfter; count++) {
                count(lines.readLine(), acknowledged);
            }
            child.toHandle().destroyForcibly(); // unlike that of Process, it leaves the pipe open to be read to its end
            // acknowledged between the decision to kill and the kill
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                count(line, acknowledged);
            }
        }
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return acknowledged;
    }

    private static void count(String line, Map<String, Integer> acknowledged) {
        assertThat(line).as("the child died by itself").isNotNull();
        int space = line.indexOf(' ');
        acknowledged.put(line.substring(0, space), Integer.parseInt(line.substring(space + 1)));
    }

    /** Compacts a document whose updates are lines of text into one text. */
    static void mergeLines(UpdateStore store, String document) {
        StoredDocument loaded = store.load(document);
        ByteArrayOutputStream merged = new ByteArrayOutputStream();
        merged.writeBytes(loaded.snapshot());
        for (StoredUpdate row : loaded.journal()) {
            merged.writeBytes(row.update());
        }
        store.compact(loaded, merged.toByteArray());
    }

    private static List<String> linesOf(UpdateStore store, String document) {
        mergeLines(store, document);
        return new String(store.load(document).snapshot(), UTF_8).lines().toList();
    }

    private static String[] linesUpTo(String document, int last) {
        return IntStream.rangeClosed(0, last)
                .mapToObj(number -> document + " " + number)
                .toArray(String[]::new);
    }
}
