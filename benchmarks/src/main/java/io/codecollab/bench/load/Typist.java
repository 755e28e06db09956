package io.codecollab.bench.load;

import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.update.StructRef;

/**
 * Makes the edits of one writer: each inserts some letters behind the writer's own last one, in the root text {@value
 * #ROOT}. They are the updates Yjs would make of them, written without a document:
 *
 * <pre>
 * update := 1 1 client clock item deleteSet           one section with one struct; an item of its own for what is deleted
 * item   := 04 1 varString("text") varString(letters)   the first
 *         | 84 client varUint(clock-1) varString(letters)
 * </pre>
 *
 * <p>Which letter it is follows from the clock, so nothing that was written needs to be kept. Event loop only.
 */
final class Typist {

    /** The root type that is written to. */
    static final String ROOT = "text";

    private static final int LETTERS = 26;

    private final long client;
    private final int lettersPerEdit;
    private final boolean overwriting;
    private int edits;

    /**
     * @param lettersPerEdit how many letters, that is clocks, one edit has
     * @param overwriting whether an edit deletes what the one before it inserted
     */
    Typist(long client, int lettersPerEdit, boolean overwriting) {
        this.client = client;
        this.lettersPerEdit = lettersPerEdit;
        this.overwriting = overwriting;
    }

    long client() {
        return client;
    }

    /** How many edits were made. */
    int edits() {
        return edits;
    }

    /** The clock after the last edit. */
    int clock() {
        return edits * lettersPerEdit;
    }

    /** Makes one more edit. */
    void type() {
        Math.multiplyExact(edits + 1, lettersPerEdit); // a clock has 31 bits
        edits++;
    }

    /** Writes the last edit as an update. */
    void writeLastEdit(ByteWriter out) {
        writeSince(out, clock() - lettersPerEdit);
    }

    /** Writes everything from this clock on as one update, empty if there is nothing. */
    void writeSince(ByteWriter out, int from) {
        int end = clock();
        if (from >= end) {
            out.writeVarUint(0);
            out.writeVarUint(0);
            return;
        }
        int kept = overwriting ? Math.max(from, end - lettersPerEdit) : from;
        out.writeVarUint(1);
        out.writeVarUint(kept > from ? 2 : 1);
        out.writeVarUint(client);
        out.writeVarUint(from);
        if (kept > from) {
            writeHeader(out, StructRef.DELETED, from);
            out.writeVarUint(kept - from);
        }
        writeHeader(out, StructRef.STRING, kept);
        out.writeVarUint(end - kept);
        for (int clock = kept; clock < end; clock++) {
            out.writeUint8(letter(clock));
        }
        writeDeletions(out, Math.max(0, from - lettersPerEdit), kept);
    }

    private void writeHeader(ByteWriter out, int content, int clock) {
        if (clock == 0) {
            out.writeUint8(content);
            out.writeVarUint(1);
            out.writeVarString(ROOT);
        } else {
            out.writeUint8(content | StructRef.HAS_ORIGIN);
            out.writeVarUint(client);
            out.writeVarUint(clock - 1);
        }
    }

    private void writeDeletions(ByteWriter out, int from, int end) {
        if (!overwriting || from == end) {
            out.writeVarUint(0);
            return;
        }
        out.writeVarUint(1);
        out.writeVarUint(client);
        out.writeVarUint(1);
        out.writeVarUint(from);
        out.writeVarUint(end - from);
    }

    /** The letter that any writer has at this clock. */
    static char letter(int clock) {
        return (char) ('a' + clock % LETTERS);
    }
}
