package io.codecollab.persistence;

/**
 * Bounds of a store. Immutable.
 *
 * @param maxUnsavedBytes how many bytes of updates may wait for their commit before appends are refused
 * @param retryMinMs the pause after the first failed commit; it doubles with every further one
 * @param retryMaxMs the longest pause between two attempts to commit
 * @param closeTimeoutMs how long closing goes on trying to commit while the database fails
 */
public record PersistenceConfig(long maxUnsavedBytes, long retryMinMs, long retryMaxMs, long closeTimeoutMs) {

    public PersistenceConfig {
        requirePositive("maxUnsavedBytes", maxUnsavedBytes);
        requirePositive("retryMinMs", retryMinMs);
        requirePositive("closeTimeoutMs", closeTimeoutMs);
        if (retryMaxMs < retryMinMs) {
            throw new IllegalArgumentException("retryMaxMs=" + retryMaxMs + ", retryMinMs=" + retryMinMs);
        }
    }

    public static PersistenceConfig defaults() {
        return new PersistenceConfig(64L << 20, 20, 1_000, 10_000);
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException("must be positive, " + name + "=" + value);
        }
    }
}
