package io.codecollab.crdt.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.codecollab.crdt.update.Updates;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Real bytes, a few of them changed, for every entry point. A failure names its seed; {@code -Dfuzz.seed=<seed>} runs it
 * alone, {@code -Dfuzz.seconds=600} goes on for ten minutes with fresh seeds.
 */
class MutationFuzzTest {
    private static final int SEEDS = 1500;

    /** For all seeds together: nothing hangs. */
    private static final Duration PATIENCE = Duration.ofMinutes(1).plus(FuzzSettings.limit());

    private static final Corpus CORPUS = Corpus.load();

    @ParameterizedTest
    @EnumSource
    void mutatedInputIsRefusedOrDoesNoHarm(Probe probe) {
        StringBuilder running = new StringBuilder();
        assertTimeoutPreemptively(PATIENCE, () -> run(probe, running), () -> "hangs: " + running);
    }

    private static void run(Probe probe, StringBuilder running) {
        List<byte[]> inputs = inputs(probe);
        long end = System.nanoTime() + FuzzSettings.limit().toNanos();
        int tried = 0;
        for (long seed : FuzzSettings.seeds(SEEDS)) {
            if (System.nanoTime() > end) {
                break;
            }
            Random random = new Random(seed);
            int at = random.nextInt(inputs.size());
            byte[] state = CORPUS.cases().get(at % CORPUS.cases().size()).state();
            byte[] input = new Mutator(random, inputs).mutate(inputs.get(at));
            running.setLength(0);
            running.append(probe)
                    .append(" seed=")
                    .append(seed)
                    .append(" input=")
                    .append(hex(input));
            try {
                probe.run(state, input);
            } catch (RuntimeException | AssertionError | StackOverflowError e) {
                throw new AssertionError(running + " state=" + hex(state), e);
            }
            tried++;
        }
        assertThat(tried).isPositive();
    }

    private static List<byte[]> inputs(Probe probe) {
        return switch (probe) {
            case APPLY_V2, MERGE_V2, DIFF_V2, CONVERT_V2, INSPECT_V2, OBFUSCATE_V2 ->
                CORPUS.updates().stream()
                        .map(Updates::convertUpdateFormatV1ToV2)
                        .toList();
            case SYNC -> CORPUS.messages();
            case AWARENESS -> CORPUS.awareness();
            case SNAPSHOT -> CORPUS.snapshots();
            case RELATIVE_POSITION -> CORPUS.positions();
            case STATE_VECTOR ->
                CORPUS.cases().stream()
                        .map(each -> Updates.encodeStateVectorFromUpdate(each.state()))
                        .toList();
            default -> CORPUS.updates();
        };
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
