package io.codecollab.server.document;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Edits that were merged here, that another instance has to store, and that are not known to be stored yet. Whoever is told here
 * that an edit is saved may have built it on one of them, so that they have to be stored with it. Document thread only.
 */
final class Unsettled {

    private record Entry(@Nullable Peer peer, long sequence, byte[] update) {}

    private final Deque<Entry> entries = new ArrayDeque<>();
    private int bytes;

    /**
     * Adds what was new in a message.
     *
     * @param peer whose word settles it; null when it is not known who stores it
     * @param sequence settled when the peer's edits up to this number are durable
     */
    void add(@Nullable Peer peer, long sequence, byte[] update) {
        entries.add(new Entry(peer, sequence, update));
        bytes += update.length;
    }

    /** A peer's edits up to this number are durable. */
    void settle(Peer peer, long committed) {
        if (!entries.isEmpty()) {
            entries.removeIf(entry -> {
                boolean settled = peer.equals(entry.peer) && entry.sequence <= committed;
                bytes -= settled ? entry.update.length : 0;
                return settled;
            });
        }
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Bytes of all updates. */
    int bytes() {
        return bytes;
    }

    /** Whether a peer's word is waited for. */
    boolean hasAnyOf(Peer peer) {
        return entries.stream().anyMatch(entry -> peer.equals(entry.peer));
    }

    /** All updates, in the order they were merged; somebody else takes care of them from now on. */
    List<byte[]> take() {
        List<byte[]> updates = new ArrayList<>(entries.size());
        entries.forEach(entry -> updates.add(entry.update));
        entries.clear();
        bytes = 0;
        return updates;
    }
}
