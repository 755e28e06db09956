package io.codecollab.server.transport;

/**
 * How fast something may go on: so much per second, with bursts. What is taken too early is owed, and says how long to wait.
 *
 * <p>Event loop only.
 */
final class RateLimit {

    private static final double NANOS_PER_SECOND = 1e9;

    private final double perNano;
    private final double burst;
    private double available;
    private long lastNs;

    RateLimit(double perSecond, double burst, long nowNs) {
        this.perNano = perSecond / NANOS_PER_SECOND;
        this.burst = burst;
        this.available = burst;
        this.lastNs = nowNs;
    }

    /** Takes some; returns for how many nanoseconds no more should be taken, 0 if there is enough. */
    long take(double amount, long nowNs) {
        available = Math.min(burst, available + (nowNs - lastNs) * perNano) - amount;
        lastNs = nowNs;
        return available >= 0 ? 0 : (long) (-available / perNano) + 1;
    }
}
