package io.codecollab.crdt.update;

/**
 * The inputs of a merge that have structs left, as a binary heap.
 *
 * <p>Yjs sorts all inputs again after every piece. Its sort is stable, so the input that has just moved, which was the
 * first of the list, stays before all others that are at the same client and clock: it gets a rank below every rank
 * given so far.
 *
 * <p>Not thread-safe.
 */
final class MergeQueue {

    private final MergeInput[] heap;
    private int size;
    private int lowestRank;

    MergeQueue(MergeInput[] inputs) {
        heap = new MergeInput[inputs.length];
        for (MergeInput input : inputs) {
            if (!input.atEnd) {
                heap[size++] = input;
            }
        }
        for (int i = size / 2 - 1; i >= 0; i--) {
            sink(i);
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The input to merge next. */
    MergeInput first() {
        return heap[0];
    }

    /** To be called when the first input has moved to another struct, or stayed where it is, or come to its end. */
    void firstHasMoved() {
        MergeInput moved = heap[0];
        if (moved.atEnd) {
            heap[0] = heap[--size];
        } else {
            moved.rank = --lowestRank;
        }
        sink(0);
    }

    private void sink(int from) {
        MergeInput sinking = heap[from];
        int at = from;
        for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && heap[child + 1].isBefore(heap[child])) {
                child++;
            }
            if (!heap[child].isBefore(sinking)) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = sinking;
    }
}
