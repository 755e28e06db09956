package io.codecollab.server.session;

/** How much is kept for a client that has not been let in. Connection thread only. */
final class PreAuthBudget {

    /** What a message that waits costs beyond its bytes. */
    private static final int MESSAGE_COST_BYTES = 64;

    private final int maxBytes;
    private long bytes;

    PreAuthBudget(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Whether one more message may be kept; if so, it counts. */
    boolean take(int messageBytes) {
        bytes += cost(messageBytes);
        return bytes <= maxBytes;
    }

    /** What was kept is no longer. */
    void giveBack(long costs) {
        bytes -= costs;
    }

    /** What a message counts for. */
    static long cost(int messageBytes) {
        return (long) messageBytes + MESSAGE_COST_BYTES;
    }
}
