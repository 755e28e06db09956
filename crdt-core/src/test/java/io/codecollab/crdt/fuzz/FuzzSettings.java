package io.codecollab.crdt.fuzz;

import java.time.Duration;
import java.util.stream.LongStream;

/**
 * How long to fuzz and where to start.
 *
 * <ul>
 *   <li>nothing: a fixed number of fixed seeds, the same in every build
 *   <li>{@code -Dfuzz.seconds=600}: fresh seeds for that long, for each test
 *   <li>{@code -Dfuzz.seed=4711}: this seed alone, to see a failure again
 * </ul>
 */
final class FuzzSettings {
    private static final String SECONDS = System.getProperty("fuzz.seconds", "");
    private static final String SEED = System.getProperty("fuzz.seed", "");

    private FuzzSettings() {}

    /** A time limit, or null for a fixed number of seeds. */
    static Duration limit() {
        return SECONDS.isEmpty() ? Duration.ofDays(1) : Duration.ofSeconds(Long.parseLong(SECONDS));
    }

    /** The seeds of a test; {@code usually} many in an ordinary build. */
    static long[] seeds(int usually) {
        if (!SEED.isEmpty()) {
            return new long[] {Long.parseLong(SEED)};
        }
        if (SECONDS.isEmpty()) {
            return LongStream.rangeClosed(1, usually).toArray();
        }
        long first = System.nanoTime();
        return LongStream.range(first, first + 1000L * usually).toArray();
    }
}
