package io.codecollab.server.document;

/**
 * How much one document may hold. Immutable.
 *
 * @param maxBytes of the encoded document; an edit that would take it past that ends its sender's session
 * @param maxPendingBytes of edits that wait for others which have not arrived
 * @param maxSubscribers who may take part at the same time
 * @param maxMailboxBytes of messages that wait for the document; past it, those who send are not read
 * @param maxPresenceBytes of the presence of one connection
 */
public record DocumentLimits(
        long maxBytes, long maxPendingBytes, int maxSubscribers, long maxMailboxBytes, int maxPresenceBytes) {

    public DocumentLimits {
        if (maxBytes < 1 || maxPendingBytes < 1 || maxSubscribers < 1 || maxMailboxBytes < 1 || maxPresenceBytes < 1) {
            throw new IllegalArgumentException("limits must be positive, maxBytes=" + maxBytes + ", maxPendingBytes="
                    + maxPendingBytes + ", maxSubscribers=" + maxSubscribers + ", maxMailboxBytes=" + maxMailboxBytes
                    + ", maxPresenceBytes=" + maxPresenceBytes);
        }
    }

    public static DocumentLimits defaults() {
        return new DocumentLimits(256L << 20, 16L << 20, 1_000, 32L << 20, 64 << 10);
    }
}
