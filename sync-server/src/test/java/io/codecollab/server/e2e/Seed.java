package io.codecollab.server.e2e;

import java.util.concurrent.ThreadLocalRandom;

/** Where a test's randomness comes from: {@code -Dseed=N} repeats a run whose message named the seed. */
public final class Seed {

    private static final long BOUND = 1 << 24;

    private Seed() {}

    public static long next() {
        Long given = Long.getLong("seed");
        return given != null ? given : ThreadLocalRandom.current().nextLong(BOUND);
    }
}
