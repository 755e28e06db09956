package io.codecollab.server.ops;

/** What was left out of the work: messages which are not handed on, though their connection may stay. */
public enum Drop {
    /** Malformed: no client of that dialect sends it. */
    MALFORMED_MESSAGE,
    /** Something another instance sent that cannot be read. */
    MALFORMED_PEER_MESSAGE,
    /** Something another instance said while too much waited already: it is asked for again. */
    UNREAD_PEER_MESSAGE,
    /** Something for other instances that Redis did not take: they are told the difference later. */
    UNSENT_PEER_MESSAGE,
    /** A frame larger than the server takes. */
    LARGE_FRAME,
    /** An update larger than the server takes. */
    LARGE_UPDATE,
    /** An edit that would make its document larger than the server takes. */
    LARGE_DOCUMENT,
    /** An edit that waits for others which are missing, when too much waits already. */
    PENDING,
    /** A presence larger than the server takes. */
    LARGE_AWARENESS,
    /** A presence in the name of a client of another connection. */
    FOREIGN_AWARENESS,
    /** An edit of somebody who may not write. */
    FORBIDDEN_EDIT,
    /** A message between clients from somebody who may only look on. */
    FORBIDDEN_MESSAGE,
    /** A message between clients to one that reads nothing. */
    UNREAD_MESSAGE,
    /** An edit that the store had no room for. */
    UNSTORED_EDIT,
    /** An event that a webhook was not told of: too much waited, or it failed for too long. */
    UNDELIVERED_WEBHOOK,
    /** A line of the audit log: too many waited, or the file cannot be written. */
    UNWRITTEN_AUDIT
}
