package io.codecollab.crdt;

import io.codecollab.crdt.lib0.DecodeException;

/**
 * One copy of a document, as a server sees it: update bytes go in, update bytes come out.
 *
 * <p>All updates are in Yjs update format V1, the format of the sync protocol. An update is decoded and validated whole
 * before anything changes: a {@link DecodeException} leaves the replica exactly as it was. Structs and deletions whose
 * dependencies have not arrived yet are parked, are part of {@link #encodeStateAsUpdate()}, and are integrated when the
 * missing ones arrive.
 *
 * <p>Not thread-safe: one writer at a time, and readers need the same lock as the writer.
 */
public interface Replica extends AutoCloseable {

    /**
     * What applying an update did.
     *
     * @param update the bytes worth storing and passing on: the very array that came in when it was wholly new or some of it
     *     has to wait, a smaller update when some of it was known, the empty update when all of it was known or is waiting
     *     already
     * @param changed whether the visible document or its state vector changed
     * @param parked whether some of the input waits, from now on, for updates that have not arrived
     */
    record Applied(byte[] update, boolean changed, boolean parked) {}

    /** Merges an update into this replica; a repeated update changes nothing. */
    Applied applyUpdate(byte[] update);

    /** The encoded state vector: which clocks of which clients are known without a gap. */
    byte[] encodeStateVector();

    /** The whole document as one update, parked data included. Memoised until the document changes: do not modify. */
    byte[] encodeStateAsUpdate();

    /** What a peer with this encoded state vector lacks, parked data and the whole delete set included. */
    byte[] encodeStateAsUpdate(byte[] stateVector);

    /** The plain text of the root type of this name, formatting left out; empty when there is no such text. */
    String text(String rootName);

    /** Structs held in memory, a measure of size and fragmentation. */
    int structCount();

    /** Bytes of parked structs and deletions. */
    int pendingBytes();

    /**
     * About how many bytes of memory this replica holds: the document, what is parked, what was memoised. Good to a factor
     * of two; takes time in proportion to the number of clients.
     */
    long memoryBytes();

    /** Releases what is held outside the heap; the replica must not be used afterwards. */
    @Override
    void close();
}
