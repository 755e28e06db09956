package io.codecollab.server.session;

/**
 * How much one client may make the server hold. Immutable.
 *
 * @param maxUpdateBytes of one edit
 * @param maxUnprocessedBytes messages taken from the client and not dealt with yet; past it, its socket is not read
 * @param maxOutboxBytes frames the client has not taken yet; past it, it gets no more until it has taken them, and then one
 *     update with all it missed
 * @param maxDocumentsPerConnection for clients that work on several over one connection
 * @param maxPreAuthBytes messages kept for a client until it is let in
 */
public record SessionLimits(
        int maxUpdateBytes,
        long maxUnprocessedBytes,
        long maxOutboxBytes,
        int maxDocumentsPerConnection,
        int maxPreAuthBytes) {

    public SessionLimits {
        if (maxUpdateBytes < 1
                || maxUnprocessedBytes < 1
                || maxOutboxBytes < 1
                || maxDocumentsPerConnection < 1
                || maxPreAuthBytes < 1) {
            throw new IllegalArgumentException("limits must be positive, maxUpdateBytes=" + maxUpdateBytes
                    + ", maxUnprocessedBytes=" + maxUnprocessedBytes + ", maxOutboxBytes=" + maxOutboxBytes
                    + ", maxDocumentsPerConnection=" + maxDocumentsPerConnection + ", maxPreAuthBytes="
                    + maxPreAuthBytes);
        }
    }

    public static SessionLimits defaults() {
        return new SessionLimits(32 << 20, 1 << 20, 1 << 20, 100, 1 << 20);
    }
}
