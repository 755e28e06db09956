package io.codecollab.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Kills a process that appends and compacts, again and again on the same data, and looks for what it acknowledged. How often:
 * {@code -Dkills=200}.
 */
public abstract class KillContract {

    private static final int KILLS = Integer.getInteger("kills", 20);
    private static final int THREADS = 4;

    /** The data folder, and the URL if it is PostgreSQL. */
    protected abstract String[] store();

    /** From now on commits fail. */
    protected abstract void breakDatabase();

    /** Commits succeed again. */
    protected abstract void repairDatabase();

    @Test
    void everyAcknowledgedAppendSurvivesKillDashNine() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed=" + seed + ", kills=" + KILLS);
        Random random = new Random(seed);
        Map<String, Integer> saved = new HashMap<>();
        for (int run = 0; run < KILLS; run++) {
            try (Child child = new Child("waiting", run, THREADS)) {
                child.readLines("saved", 20 + random.nextInt(600));
                child.kill();
                saved.putAll(child.last("saved"));
            }

            try (UpdateStore store = AppendUntilKilled.open(store())) {
                saved.forEach((document, last) -> assertThat(linesOf(store, document))
                        .as("seed=%d, document=%s", seed, document)
                        .startsWith(lines(document, 0, last))
                        // what was committed and not yet acknowledged may be there as well: one append a thread
                        .hasSizeBetween(last + 1, last + 2));
            }
        }
    }

    @Test
    void whatWasSpilledWhenTheProcessWasKilledIsCommittedByTheNext() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed=" + seed);
        Random random = new Random(seed);
        for (int run = 0; run < Math.max(1, KILLS / 10); run++) {
            Map<String, Integer> saved;
            Map<String, Integer> firstSpilled;
            Map<String, Integer> lastSpilled;
            try (Child child = new Child("hasty", 1_000 + run, 2)) {
                child.readLines("saved", 20);
                breakDatabase();
                child.readLines("spilled", 200 + random.nextInt(500));
                child.kill();
                saved = child.last("saved");
                firstSpilled = child.first("spilled");
                lastSpilled = child.last("spilled");
            }
            repairDatabase();

            try (UpdateStore store = AppendUntilKilled.open(store())) {
                assertThat(lastSpilled).as("seed=%d", seed).isNotEmpty();
                saved.forEach((document, last) -> assertThat(linesOf(store, document))
                        .as("seed=%d, document=%s", seed, document)
                        .startsWith(lines(document, 0, last)));
                // a batch that was being committed when the database went away may be there twice
                lastSpilled.forEach((document, last) -> assertThat(
                                linesOf(store, document).stream().distinct())
                        .as("seed=%d, document=%s", seed, document)
                        .containsSequence(lines(document, firstSpilled.getOrDefault(document, last), last)));
            }
        }
    }

    private static List<String> linesOf(UpdateStore store, String document) {
        return AppendUntilKilled.textOf(store.load(document)).lines().toList();
    }

    private static String[] lines(String document, int from, int last) {
        return IntStream.rangeClosed(from, last)
                .mapToObj(number -> document + " " + number)
                .toArray(String[]::new);
    }

    /** A process that appends, and what it said. */
    private final class Child implements AutoCloseable {

        private final Process process;
        private final BufferedReader output;
        private final Map<String, Map<String, Integer>> first = new HashMap<>();
        private final Map<String, Map<String, Integer>> last = new HashMap<>();

        Child(String manner, int run, int threads) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1", // it does not live long
                    "-Xmx256m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    AppendUntilKilled.class.getName(),
                    manner,
                    Integer.toString(run),
                    Integer.toString(threads)));
            command.addAll(List.of(store()));
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD) // it tells at length that the database is broken
                    .start();
            output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        }

        /** Reads on until so many more lines say this. */
        void readLines(String what, int count) throws IOException {
            int left = count;
            while (left > 0) {
                String line = output.readLine();
                assertThat(line).as("the child died by itself").isNotNull();
                note(line);
                left -= line.startsWith(what + " ") ? 1 : 0;
            }
        }

        void kill() throws Exception {
            process.toHandle()
                    .destroyForcibly(); // unlike that of Process, it leaves the pipe open to be read to its end
            // what it said between the decision to kill and the kill
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                note(line);
            }
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }

        private void note(String line) {
            String[] words = line.split(" ", -1);
            if (words.length == 3 && (words[0].equals("saved") || words[0].equals("spilled"))) { // or it is a log line
                int number = Integer.parseInt(words[2]);
                first.computeIfAbsent(words[0], what -> new HashMap<>()).putIfAbsent(words[1], number);
                last.computeIfAbsent(words[0], what -> new HashMap<>()).put(words[1], number);
            }
        }

        /** The first number it said this of, for each document. */
        Map<String, Integer> first(String what) {
            return first.getOrDefault(what, Map.of());
        }

        /** The last number it said this of, for each document. */
        Map<String, Integer> last(String what) {
            return last.getOrDefault(what, Map.of());
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            output.close();
        }
    }
}
