package io.codecollab.server.session;

/**
 * How much one client may make the server hold. Immutable.
 *
 * @param maxUnprocessedBytes messages taken from the client and not dealt with yet; past it, its socket is not read
 * @param maxOutboxBytes frames the client has not taken yet; past it, it is cut off and may come back
 */
public record SessionLimits(long maxUnprocessedBytes, long maxOutboxBytes) {

    public SessionLimits {
        if (maxUnprocessedBytes < 1 || maxOutboxBytes < 1) {
            throw new IllegalArgumentException("limits must be positive, maxUnprocessedBytes=" + maxUnprocessedBytes
                    + ", maxOutboxBytes=" + maxOutboxBytes);
        }
    }

    public static SessionLimits defaults() {
        return new SessionLimits(1 << 20, 16 << 20);
    }
}
