package io.codecollab.crdt.replay;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs nobody has seen before: npm yjs records one of every profile, seeded by the time of day, and they are replayed.
 * {@code -Dfresh.seed=…} does the same seed again, {@code -Dfresh.rounds=…} does more of them.
 */
class FreshRunsTest {

    private static final int ROUNDS = Integer.getInteger("fresh.rounds", 2);

    @TestFactory
    Stream<DynamicNode> everyProfileComesOutTheSame() throws IOException, InterruptedException {
        long firstSeed = Long.getLong("fresh.seed", System.currentTimeMillis());
        System.out.println("fresh runs: -Dfresh.seed=" + firstSeed);
        Random seeds = new Random(firstSeed);
        List<DynamicNode> tests = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            String seed = round == 0 ? Long.toString(firstSeed) : Integer.toUnsignedString(seeds.nextInt());
            for (Run run : record(seed)) {
                tests.addAll(Runs.tests(run));
            }
        }
        return tests.stream();
    }

    private static List<Run> record(String seed) throws IOException, InterruptedException {
        Process recorder = Node.start(List.of("recorder.mjs", "--each", seed, "--full"));
        try (InputStream records = recorder.getInputStream()) {
            List<Run> runs = Run.readAll(records);
            if (recorder.waitFor() != 0 || runs.isEmpty()) {
                throw new IllegalStateException(
                        "the recorder failed, exitCode=" + recorder.exitValue() + " runs=" + runs.size());
            }
            return runs;
        }
    }
}
