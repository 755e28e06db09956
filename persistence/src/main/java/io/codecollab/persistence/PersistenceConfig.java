package io.codecollab.persistence;

/**
 * Bounds of a store. Immutable.
 *
 * @param maxUnsavedBytes how many bytes of updates may wait for their commit in memory, 128 more counted for each of them;
 *     what comes after them is spilled to a local file
 * @param maxSpillBytes how long that file may become before appends are refused
 * @param maxSpilledUpdates how many updates it may hold; each takes some 200 bytes of memory as well, for its promise
 * @param retryMinMs the pause after the first failed commit; it doubles with every further one
 * @param retryMaxMs the longest pause between two attempts to commit
 * @param closeTimeoutMs how long closing goes on committing before what is left is spilled
 * @param maxRefusedRecords how many refused updates are kept for inspection
 * @param maxRefusedBytes how many bytes of them
 */
public record PersistenceConfig(
        long maxUnsavedBytes,
        long maxSpillBytes,
        int maxSpilledUpdates,
        long retryMinMs,
        long retryMaxMs,
        long closeTimeoutMs,
        int maxRefusedRecords,
        long maxRefusedBytes) {

    public PersistenceConfig {
        requirePositive("maxUnsavedBytes", maxUnsavedBytes);
        requireNotNegative("maxSpillBytes", maxSpillBytes);
        requireNotNegative("maxSpilledUpdates", maxSpilledUpdates);
        requirePositive("retryMinMs", retryMinMs);
        requirePositive("closeTimeoutMs", closeTimeoutMs);
        requireNotNegative("maxRefusedRecords", maxRefusedRecords);
        requireNotNegative("maxRefusedBytes", maxRefusedBytes);
        if (retryMaxMs < retryMinMs) {
            throw new IllegalArgumentException("retryMaxMs=" + retryMaxMs + ", retryMinMs=" + retryMinMs);
        }
    }

    public static PersistenceConfig defaults() {
        return new PersistenceConfig(16L << 20, 1L << 30, 500_000, 20, 1_000, 10_000, 100, 16L << 20);
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException("must be positive, " + name + "=" + value);
        }
    }

    private static void requireNotNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException("must not be negative, " + name + "=" + value);
        }
    }
}
