package io.codecollab.crdt.update;

import java.util.ArrayList;
import java.util.List;

/**
 * Merges updates into one, struct by struct, without looking at what they mean (Yjs: mergeUpdatesV2).
 *
 * <p>The result holds every clock that any input holds, once: an overlap is cut off the later struct, a gap becomes a
 * Skip. Neighbouring items stay separate; GCs are joined when they come from different inputs. Structs are written in
 * the order of Yjs: clients descending, clocks ascending, and after each piece the input that is furthest behind goes
 * on.
 *
 * <p>Not thread-safe, used once.
 */
final class UpdateMerger {

    private final UpdateFormat format;
    private final List<byte[]> updates;
    private final StructWriter out;

    /** Where writing has come to: everything of this client below this clock is in the result. */
    private long lastClient = -1;

    private int lastEnd;

    /** The struct before {@link #lastEnd} is a GC from here on that is not written yet: it may still grow. */
    private boolean gcHeld;

    private int gcClock;

    private UpdateMerger(UpdateFormat format, List<byte[]> updates) {
        this.format = format;
        this.updates = updates;
        this.out = new StructWriter(format, format);
    }

    /** Merges updates; one update alone is returned as it is, the very same array. */
    static byte[] merge(UpdateFormat format, List<byte[]> updates) {
        if (updates.size() == 1) {
            return updates.get(0);
        }
        try {
            return new UpdateMerger(format, updates).merge();
        } catch (UnsortedSectionsException e) {
            return new UpdateMerger(format, splitUnsorted(format, updates)).merge();
        }
    }

    private byte[] merge() {
        MergeInput[] inputs = new MergeInput[updates.size()];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = new MergeInput(format.cursor(updates.get(i)), i);
        }
        MergeQueue queue = new MergeQueue(inputs);
        while (!queue.isEmpty()) {
            mergePiece(queue.first());
            queue.firstHasMoved();
        }
        writeHeldGc();
        IdSet.Builder deleted = new IdSet.Builder();
        for (MergeInput input : inputs) {
            input.cursor.readDeleteSet(deleted);
        }
        return out.finish(deleted.build());
    }

    /** Writes from one input for as long as its structs follow each other without a gap. */
    private void mergePiece(MergeInput input) {
        UpdateCursor struct = input.cursor;
        long client = struct.client;
        if (client != lastClient) {
            take(input, 0);
        } else {
            boolean passed = false;
            while (!input.atEnd && struct.client == client && struct.clock + struct.length <= lastEnd) {
                input.next();
                passed = true;
            }
            if (input.atEnd || struct.client != client || (passed && struct.clock > lastEnd)) {
                return; // another input may be next now
            }
            int overlap = lastEnd - struct.clock;
            if (overlap < 0) {
                writeHeldGc();
                out.writeSkip(client, lastEnd, -overlap);
                lastEnd = struct.clock;
            } else if (gcHeld && struct.ref == StructRef.GC) {
                lastEnd = struct.clock + struct.length;
            } else {
                take(input, overlap);
            }
        }
        while (!input.atEnd && struct.client == client && struct.clock == lastEnd) {
            take(input, 0);
        }
    }

    /** Writes the struct under an input's cursor, without clocks that are written already, and moves on. */
    private void take(MergeInput input, int offset) {
        writeHeldGc();
        UpdateCursor struct = input.cursor;
        if (struct.ref == StructRef.GC) {
            gcHeld = true;
            gcClock = struct.clock + offset;
        } else {
            out.write(struct, offset);
        }
        lastClient = struct.client;
        lastEnd = struct.clock + struct.length;
        input.next();
    }

    private void writeHeldGc() {
        if (gcHeld) {
            out.writeGc(lastClient, gcClock, lastEnd - gcClock);
            gcHeld = false;
        }
    }

    /**
     * Cuts updates whose clients do not descend, or come twice, into one update per section. No Yjs writes such
     * updates, but its merge loses structs of them.
     */
    private static List<byte[]> splitUnsorted(UpdateFormat format, List<byte[]> updates) {
        List<byte[]> sorted = new ArrayList<>();
        for (byte[] update : updates) {
            List<byte[]> sections = new ArrayList<>();
            UpdateCursor struct = format.cursor(update);
            boolean more = struct.next();
            while (more) {
                StructWriter section = new StructWriter(format, format);
                int before = struct.sectionsLeft;
                while (more && struct.sectionsLeft == before) {
                    section.write(struct, 0);
                    more = struct.next();
                }
                sections.add(section.finish(IdSet.EMPTY));
            }
            sections.add(new StructWriter(format, format).finish(struct.readDeleteSet()));
            sorted.addAll(sections);
        }
        return sorted;
    }
}
