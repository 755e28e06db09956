package io.codecollab.crdt.update;

/**
 * One of the updates that are merged: a cursor that leaves out Skips, and its place among equals.
 *
 * <p>Not thread-safe.
 */
final class MergeInput {

    final UpdateCursor cursor;

    /** Of inputs at the same client and clock, the one with the smallest rank comes first. */
    int rank;

    /** Whether there are no more structs. */
    boolean atEnd;

    /** The section the cursor is in. */
    private int sectionsLeft = -1;

    private long client = Long.MAX_VALUE;

    MergeInput(UpdateCursor cursor, int rank) {
        this.cursor = cursor;
        this.rank = rank;
        next();
    }

    /** Moves to the next struct that is no Skip. */
    void next() {
        do {
            if (!cursor.next()) {
                atEnd = true;
                return;
            }
        } while (cursor.ref == StructRef.SKIP);
        if (cursor.sectionsLeft != sectionsLeft) {
            if (cursor.client >= client) {
                throw new UnsortedSectionsException();
            }
            sectionsLeft = cursor.sectionsLeft;
            client = cursor.client;
        }
    }

    /** Whether this input is to be merged before another: clients descending, clocks ascending. */
    boolean isBefore(MergeInput other) {
        if (cursor.client != other.cursor.client) {
            return cursor.client > other.cursor.client;
        }
        if (cursor.clock != other.cursor.clock) {
            return cursor.clock < other.cursor.clock;
        }
        return rank < other.rank;
    }
}
