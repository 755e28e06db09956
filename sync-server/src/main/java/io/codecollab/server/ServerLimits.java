package io.codecollab.server;

/**
 * Bounds of everything that strangers can make grow. Immutable.
 *
 * @param maxFrameBytes of one WebSocket message
 * @param maxUpdateBytes of one edit, and of what one client sends to catch up
 * @param maxDocumentBytes of one document, encoded
 * @param maxConnections of all clients; 0 is no limit
 * @param maxConnectionsPerIp of the clients of one address; 0 is no limit
 * @param maxSessionsPerDocument who may take part in one document
 * @param maxDocumentsPerConnection what one Hocuspocus connection may take part in
 * @param maxMessagesPerSecond of one connection, twice as many at once; 0 is no limit
 * @param maxBytesPerSecond of one connection, a frame of the largest size at once; 0 is no limit
 * @param maxPreAuthBytes sent by one who has not been let in yet
 * @param maxAwarenessBytes of one client's presence
 * @param maxPendingBytes of edits of one document that wait for others which are missing
 * @param maxMailboxBytes of messages that wait for one document
 * @param maxOutboxBytes of messages that wait for one client to read them
 * @param maxUnsavedBytes of edits that wait in memory for the store
 * @param maxSpillBytes of edits that wait in a file for a store that fails
 */
public record ServerLimits(
        int maxFrameBytes,
        int maxUpdateBytes,
        long maxDocumentBytes,
        int maxConnections,
        int maxConnectionsPerIp,
        int maxSessionsPerDocument,
        int maxDocumentsPerConnection,
        int maxMessagesPerSecond,
        long maxBytesPerSecond,
        int maxPreAuthBytes,
        int maxAwarenessBytes,
        long maxPendingBytes,
        long maxMailboxBytes,
        long maxOutboxBytes,
        long maxUnsavedBytes,
        long maxSpillBytes) {

    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    /** Files a server has open besides its connections: jars, database, listeners, event loops. */
    private static final int OTHER_FILES = 200;

    public ServerLimits {
        requireAtLeast(1, "maxFrameBytes", maxFrameBytes);
        requireAtLeast(1, "maxUpdateBytes", maxUpdateBytes);
        requireAtLeast(1, "maxDocumentBytes", maxDocumentBytes);
        requireAtLeast(0, "maxConnections", maxConnections);
        requireAtLeast(0, "maxConnectionsPerIp", maxConnectionsPerIp);
        requireAtLeast(1, "maxSessionsPerDocument", maxSessionsPerDocument);
        requireAtLeast(1, "maxDocumentsPerConnection", maxDocumentsPerConnection);
        requireAtLeast(0, "maxMessagesPerSecond", maxMessagesPerSecond);
        requireAtLeast(0, "maxBytesPerSecond", maxBytesPerSecond);
        requireAtLeast(1, "maxPreAuthBytes", maxPreAuthBytes);
        requireAtLeast(1, "maxAwarenessBytes", maxAwarenessBytes);
        requireAtLeast(1, "maxPendingBytes", maxPendingBytes);
        requireAtLeast(1, "maxMailboxBytes", maxMailboxBytes);
        requireAtLeast(1, "maxOutboxBytes", maxOutboxBytes);
        requireAtLeast(1, "maxUnsavedBytes", maxUnsavedBytes);
        requireAtLeast(0, "maxSpillBytes", maxSpillBytes);
        if (maxUpdateBytes > maxFrameBytes) {
            throw new IllegalArgumentException("an update comes in a frame, maxUpdateBytes=" + maxUpdateBytes
                    + ", maxFrameBytes=" + maxFrameBytes);
        }
        if (maxDocumentBytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a document has less than 2 GiB, maxDocumentBytes=" + maxDocumentBytes);
        }
    }

    public static ServerLimits defaults() {
        return new ServerLimits(
                64 * MIB,
                32 * MIB,
                256L * MIB,
                20_000,
                0,
                1_000,
                100,
                1_000,
                8L * MIB,
                MIB,
                64 * KIB,
                16L * MIB,
                32L * MIB,
                MIB,
                16L * MIB,
                1024L * MIB);
    }

    /**
     * How many connections to take, given how many files this process may open: more would fail in worse ways.
     *
     * @param maxOpenFiles Long.MAX_VALUE when there is no bound
     * @return 0 is no limit
     */
    public int connectionsWithin(long maxOpenFiles) {
        long possible = Math.max(1, maxOpenFiles - OTHER_FILES);
        if (maxConnections > 0 && maxConnections <= possible) {
            return maxConnections;
        }
        return possible > Integer.MAX_VALUE ? maxConnections : (int) possible;
    }

    private static void requireAtLeast(long least, String name, long value) {
        if (value < least) {
            throw new IllegalArgumentException("must be at least " + least + ", " + name + "=" + value);
        }
    }
}
