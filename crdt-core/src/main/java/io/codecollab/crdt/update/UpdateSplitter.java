package io.codecollab.crdt.update;

import io.codecollab.crdt.lib0.ByteReader;
import java.util.List;

/**
 * Cuts an update in format V1 into several that can be applied one after the other, none of them before what it depends
 * on. No document is made and no struct is cut: the bytes of the structs are copied as they are.
 *
 * <p>Not thread-safe, used once.
 */
/*
 * A first pass (StructTable) checks the update and notes where its structs lie. The second takes the structs in the order
 * in which Yjs integrates them (encoding.js, integrateStructs): the sections of the clients with the highest ids first, and
 * when the next struct of a section needs one of another section, that section goes on first, with an explicit stack. Only
 * the ids a struct names are read again; every struct that is taken makes at most one other look at its own a second time.
 *
 * Where Yjs would park (a hole, a struct that is nowhere, sections that wait for each other) everything on the stack is
 * given up with the rest of its section, and comes in the end as it is.
 *
 * Formatting markers are given up too, with everything that builds on them. Whoever edits rich text with Yjs tidies it up
 * after each update: of two markers with nothing between them it deletes the one that has no effect, and tells everybody.
 * If what stands between them is still on its way, that is not tidying up but the loss of a format. So markers come with
 * all the rest of the document, deletions included, and a rich text is hardly cut at all.
 */
final class UpdateSplitter {

    private static final int NOTHING = -1;
    private static final int NOWHERE = -2;

    private final StructTable table;
    private final StateVector known;
    private final ChunkWriter chunks;
    private final ByteReader in;

    /** Per section: the entry of its next struct, and below which clock its client's structs are with the receiver. */
    private final int[] next;

    private final int[] clocks;

    /** Per section: whether it is on the stack, or was given up while it was. */
    private final boolean[] stacked;

    private final int[] stack;
    private int depth;

    private UpdateSplitter(StructTable table, int maxBytes, StateVector known) {
        this.table = table;
        this.known = known;
        this.chunks = new ChunkWriter(table, maxBytes);
        this.in = new ByteReader(table.update());
        int sections = table.sections();
        this.next = new int[sections];
        this.clocks = new int[sections];
        this.stacked = new boolean[sections];
        this.stack = new int[sections];
        for (int section = 0; section < sections; section++) {
            next[section] = table.first(section);
            clocks[section] = known.get(table.client(section));
        }
    }

    /** Cuts an update for somebody who has what {@code known} says. */
    static List<byte[]> split(byte[] update, int maxBytes, StateVector known) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes=" + maxBytes + ", allowed=1..");
        }
        if (update.length <= maxBytes) {
            return List.of(update);
        }
        return new UpdateSplitter(StructTable.of(update), maxBytes, known).split();
    }

    private List<byte[]> split() {
        for (int section = 0; section < next.length; section++) {
            if (!stacked[section]) {
                push(section);
                while (depth > 0) {
                    advance(stack[depth - 1]);
                }
            }
        }
        passHoles();
        return chunks.finish(next, table.deleted());
    }

    /** What is left of a section does not start with a hole. */
    private void passHoles() {
        for (int section = 0; section < next.length; section++) {
            while (next[section] < table.end(section) && table.isSkip(next[section])) {
                next[section]++;
            }
        }
    }

    /** Takes the next struct of the section on top of the stack, or finds out what keeps it. */
    private void advance(int section) {
        if (next[section] == table.end(section)) {
            pop();
            return;
        }
        int needed = needed(section);
        if (needed == NOTHING) {
            take(section);
            if (depth > 1) {
                pop(); // whoever waited for it is next
            }
        } else if (needed == NOWHERE || stacked[needed] || next[needed] == table.end(needed)) {
            depth = 0; // all that wait stay marked: they are never tried again
        } else {
            push(needed);
        }
    }

    private void take(int section) {
        int entry = next[section]++;
        clocks[section] = Math.max(clocks[section], table.clock(entry + 1));
        chunks.add(section, entry);
    }

    private void push(int section) {
        stacked[section] = true;
        stack[depth++] = section;
    }

    private void pop() {
        stacked[stack[--depth]] = false;
    }

    /** The section that has to go on before the next struct of this one can be taken. */
    private int needed(int section) {
        int entry = next[section];
        if (table.clock(entry) > clocks[section]) {
            return NOWHERE;
        }
        in.position(table.start(entry));
        int info = in.readUint8();
        int ref = info & StructRef.MASK;
        if (ref == StructRef.GC) {
            return NOTHING;
        }
        if (ref == StructRef.SKIP) {
            return table.clock(entry + 1) > clocks[section] ? NOWHERE : NOTHING;
        }
        if (ref == StructRef.FORMAT) {
            return NOWHERE;
        }
        int anchors = info & (StructRef.HAS_ORIGIN | StructRef.HAS_RIGHT_ORIGIN);
        if (anchors == 0) {
            boolean inRoot = in.readVarUint() == 1;
            return inRoot ? NOTHING : neededForId(section);
        }
        int needed = neededForId(section);
        boolean hasBoth = anchors == (StructRef.HAS_ORIGIN | StructRef.HAS_RIGHT_ORIGIN);
        return needed == NOTHING && hasBoth ? neededForId(section) : needed;
    }

    /** Reads an id and tells which section has to go on before the struct with this id is there. */
    private int neededForId(int section) {
        long client = in.readVarUint();
        int clock = in.readVarUint31("clock");
        if (client == table.client(section)) {
            return NOTHING; // an item never depends on its own future: that is checked
        }
        int other = table.section(client);
        if (other < 0) {
            return clock < known.get(client) ? NOTHING : NOWHERE;
        }
        return clock < clocks[other] ? NOTHING : other;
    }
}
