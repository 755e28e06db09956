package io.codecollab.crdt.update;

import java.util.Arrays;
import java.util.List;

/**
 * Where every struct of an update in format V1 lies and which clock it starts at, section by section: eight bytes per
 * struct, whatever is in it.
 *
 * <pre>
 *   section        0             1                      clients descend
 *   entry          0   1   2     3   4   5   6          first(0) = 0, end(0) = 2, first(1) = 3, end(1) = 6
 *   struct         a   b   -     c   d   e   -
 *   start          5  12  19    24  31  40  44          an entry without a struct says where the last one ends
 *   clock          0   7   8     0   3   4   9
 * </pre>
 *
 * Making one checks the whole update. Sections in another order, or with empty structs between others, are put in order
 * first, so {@link #update()} may be another array.
 *
 * <p>Not modified once it is made.
 */
final class StructTable {

    private static final byte[] EMPTY_UPDATE = {0, 0};
    private static final int INITIAL_ENTRIES = 64;

    private final byte[] update;
    private IdSet deleted = IdSet.EMPTY;

    private long[] clients = new long[1];
    private int[] firsts = new int[1];
    private int sections;

    private int[] starts = new int[INITIAL_ENTRIES];
    private int[] clocks = new int[INITIAL_ENTRIES];
    private int entries;

    private StructTable(byte[] update) {
        this.update = update;
    }

    /** Reads an update. */
    static StructTable of(byte[] update) {
        StructTable table = new StructTable(update);
        if (table.read()) {
            return table;
        }
        StructTable ordered = new StructTable(UpdateMerger.merge(UpdateFormat.V1, List.of(update, EMPTY_UPDATE)));
        if (!ordered.read()) {
            throw new IllegalStateException("a merged update is not in order");
        }
        return ordered;
    }

    /** Reads all of it; false when it is not in order. */
    private boolean read() {
        UpdateCursor struct = UpdateFormat.V1.cursor(update);
        boolean more = struct.next();
        while (more) {
            if (sections > 0 && struct.client >= clients[sections - 1]) {
                return false;
            }
            beginSection(struct.client);
            int section = struct.sectionsLeft;
            int end = struct.structStart;
            int clockEnd = struct.clock;
            while (more && struct.sectionsLeft == section) {
                if (struct.structStart != end) {
                    return false;
                }
                add(end, struct.clock);
                end = struct.structEnd;
                clockEnd = struct.clock + struct.length;
                more = struct.next();
            }
            add(end, clockEnd);
        }
        deleted = struct.readDeleteSet();
        firsts = Arrays.copyOf(firsts, sections + 1);
        firsts[sections] = entries;
        return true;
    }

    private void beginSection(long client) {
        if (sections == clients.length) {
            clients = Arrays.copyOf(clients, 2 * sections);
            firsts = Arrays.copyOf(firsts, 2 * sections);
        }
        clients[sections] = client;
        firsts[sections++] = entries;
    }

    private void add(int start, int clock) {
        if (entries == starts.length) {
            int room = entries + (entries >> 1);
            starts = Arrays.copyOf(starts, room);
            clocks = Arrays.copyOf(clocks, room);
        }
        starts[entries] = start;
        clocks[entries++] = clock;
    }

    /** The update itself, with all sections in order. */
    byte[] update() {
        return update;
    }

    /** The delete set of the update. */
    IdSet deleted() {
        return deleted;
    }

    /** How many client sections there are, each with at least one struct. */
    int sections() {
        return sections;
    }

    /** The client of a section. */
    long client(int section) {
        return clients[section];
    }

    /** The section of a client, negative if it has none. */
    int section(long client) {
        int low = 0;
        int high = sections - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long candidate = clients[middle];
            if (candidate == client) {
                return middle;
            }
            if (candidate > client) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** The entry of the first struct of a section. */
    int first(int section) {
        return firsts[section];
    }

    /** The entry after the last struct of a section. */
    int end(int section) {
        return firsts[section + 1] - 1;
    }

    /** Where the struct starts in the update, or for {@link #end} where the last one ends. */
    int start(int entry) {
        return starts[entry];
    }

    /** Whether the struct is a hole. */
    boolean isSkip(int entry) {
        return (update[starts[entry]] & StructRef.MASK) == StructRef.SKIP;
    }

    /** The first clock of the struct, or for {@link #end} the clock after the last one. */
    int clock(int entry) {
        return clocks[entry];
    }
}
