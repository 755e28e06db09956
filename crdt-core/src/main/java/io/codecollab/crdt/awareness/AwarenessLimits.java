package io.codecollab.crdt.awareness;

/**
 * How much strangers may make an {@link Awareness} hold. Immutable.
 *
 * <p>Past a bound an update is refused whole. Own states are not counted: a server that takes no part has none.
 *
 * @param maxClients remote clients with a state
 * @param maxStateLength UTF-16 code units of one state's JSON text
 * @param maxTotalLength UTF-16 code units of all states together
 * @param maxGoneClients clients that left and whose clock is still known; past it the longest gone are forgotten, which
 *     lets a delayed message bring one of them back until it times out
 */
public record AwarenessLimits(int maxClients, int maxStateLength, int maxTotalLength, int maxGoneClients) {

    public static final AwarenessLimits DEFAULT = new AwarenessLimits(10_000, 1 << 20, 1 << 24, 10_000);

    public AwarenessLimits {
        requirePositive("maxClients", maxClients);
        requirePositive("maxStateLength", maxStateLength);
        requirePositive("maxTotalLength", maxTotalLength);
        requirePositive("maxGoneClients", maxGoneClients);
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("limit must be positive, " + name + "=" + value);
        }
    }
}
