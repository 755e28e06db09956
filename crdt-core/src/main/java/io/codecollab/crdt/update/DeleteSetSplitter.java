package io.codecollab.crdt.update;

import io.codecollab.crdt.lib0.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a delete set into several of about so many bytes in V1; a range is never cut.
 *
 * <p>Not thread-safe, used once.
 */
final class DeleteSetSplitter implements IdSet.RangeVisitor {

    /** The most bytes a count takes. */
    private static final int COUNT_BYTES = 5;

    private final int maxBytes;
    private final List<IdSet> parts = new ArrayList<>();

    /** The current part, and an upper bound of its size. */
    private IdSet.Builder part = new IdSet.Builder();

    private long bytes = COUNT_BYTES;
    private long lastClient = -1;

    private DeleteSetSplitter(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Parts that together are the set; none if it is empty. */
    static List<IdSet> split(IdSet deleted, int maxBytes) {
        DeleteSetSplitter splitter = new DeleteSetSplitter(maxBytes);
        deleted.forEachRange(splitter);
        splitter.endPart();
        return splitter.parts;
    }

    /** An upper bound of how many bytes a delete set takes. */
    static long size(IdSet deleted) {
        DeleteSetSplitter all = new DeleteSetSplitter(Integer.MAX_VALUE);
        deleted.forEachRange(all::count);
        return all.bytes;
    }

    @Override
    public void visit(long client, int clock, int length) {
        count(client, clock, length);
        if (bytes > maxBytes && !part.isEmpty()) {
            endPart();
            count(client, clock, length);
        }
        part.add(client, clock, length);
    }

    private void count(long client, int clock, int length) {
        if (client != lastClient) {
            bytes += ByteWriter.varUintSize(client) + COUNT_BYTES;
            lastClient = client;
        }
        bytes += ByteWriter.varUintSize(clock) + ByteWriter.varUintSize(length);
    }

    private void endPart() {
        if (!part.isEmpty()) {
            parts.add(part.build());
        }
        part = new IdSet.Builder();
        bytes = COUNT_BYTES;
        lastClient = -1;
    }
}
