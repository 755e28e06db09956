package io.codecollab.crdt.update;

import io.codecollab.crdt.lib0.ByteWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes updates of about so many bytes from the structs of a {@link StructTable}. What one update has of a section is
 * always a run of structs that follow each other, and is copied as the range of bytes that it is.
 *
 * <p>Not thread-safe, used once.
 */
final class ChunkWriter {

    /** The most bytes a count or a clock takes. */
    private static final int INT_BYTES = 5;

    private static final int SECTION_COUNT_AND_EMPTY_DELETE_SET_BYTES = INT_BYTES + 1;
    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;
    private static final int[] NONE = {};

    private final StructTable table;
    private final int maxBytes;
    private final List<byte[]> chunks = new ArrayList<>();

    /** Which sections the current update has structs of, in the order in which they were added. */
    private int[] sections = NONE;

    private int sectionCount;

    /** Per section: the entries it has in the current update; none if they are equal. */
    private final int[] from;

    private final int[] to;

    /** An upper bound of the bytes of the current update. */
    private long bytes = SECTION_COUNT_AND_EMPTY_DELETE_SET_BYTES;

    ChunkWriter(StructTable table, int maxBytes) {
        this.table = table;
        this.maxBytes = maxBytes;
        this.from = new int[table.sections()];
        this.to = new int[table.sections()];
    }

    /** Adds the next struct of a section. */
    void add(int section, int entry) {
        int structBytes = table.start(entry + 1) - table.start(entry);
        if (sectionCount > 0 && bytes + structBytes + headerBytes(section, entry) > maxBytes) {
            close(IdSet.EMPTY);
        }
        addRun(section, entry, entry + 1);
    }

    private void addRun(int section, int entry, int end) {
        if (from[section] == to[section]) {
            bytes += headerBytes(section, entry);
            if (sectionCount == sections.length) {
                sections = Arrays.copyOf(sections, Math.max(1, 2 * sectionCount));
            }
            sections[sectionCount++] = section;
            from[section] = entry;
        }
        to[section] = end;
        bytes += table.start(end) - table.start(entry);
    }

    /** What it takes to begin this section with this struct: nothing if the current update has structs of it. */
    private int headerBytes(int section, int entry) {
        return from[section] < to[section]
                ? 0
                : INT_BYTES
                        + ByteWriter.varUintSize(table.client(section))
                        + ByteWriter.varUintSize(table.clock(entry));
    }

    /**
     * Ends with one update, however large, that has all structs which were not added, from {@code next} of each section on,
     * and the whole delete set. If there are none, the last update ends with the delete set if there is room for it, or is
     * followed by updates that only delete.
     */
    List<byte[]> finish(int[] next, IdSet deleted) {
        boolean fits = sectionCount > 0 && bytes + DeleteSetSplitter.size(deleted) <= maxBytes;
        boolean hasRest = hasRest(next);
        if (sectionCount > 0) {
            close(fits && !hasRest ? deleted : IdSet.EMPTY);
        }
        if (hasRest) {
            for (int section = 0; section < next.length; section++) {
                if (next[section] < table.end(section)) {
                    addRun(section, next[section], table.end(section));
                }
            }
            close(deleted);
        } else if (!fits) {
            DeleteSetSplitter.split(deleted, maxBytes - 1).forEach(this::close);
        }
        if (chunks.isEmpty()) {
            close(IdSet.EMPTY);
        }
        return chunks;
    }

    private boolean hasRest(int[] next) {
        for (int section = 0; section < next.length; section++) {
            if (next[section] < table.end(section)) {
                return true;
            }
        }
        return false;
    }

    private void close(IdSet deleted) {
        Arrays.sort(sections, 0, sectionCount); // clients descend
        ByteWriter out = new ByteWriter((int) Math.min(bytes, MOST_BYTES));
        out.writeVarUint(sectionCount);
        for (int i = 0; i < sectionCount; i++) {
            int section = sections[i];
            int first = from[section];
            int end = to[section];
            out.writeVarUint(end - first);
            out.writeVarUint(table.client(section));
            out.writeVarUint(table.clock(first));
            out.writeBytes(table.update(), table.start(first), table.start(end));
            to[section] = first;
        }
        deleted.encodeV1(out);
        chunks.add(out.take());
        sectionCount = 0;
        bytes = SECTION_COUNT_AND_EMPTY_DELETE_SET_BYTES;
    }
}
