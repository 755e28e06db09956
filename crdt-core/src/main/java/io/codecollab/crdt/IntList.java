package io.codecollab.crdt;

import java.util.Arrays;

/** A growable list of ints. Not thread-safe. */
final class IntList {
    private static final int[] EMPTY = {};

    private int[] values = EMPTY;
    private int size;

    int size() {
        return size;
    }

    int get(int i) {
        return values[i];
    }

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.max(8, size + (size >> 1)));
        }
        values[size++] = value;
    }

    void addToLast(int amount) {
        values[size - 1] += amount;
    }

    void removeRange(int from, int to) {
        System.arraycopy(values, to, values, from, size - to);
        size -= to - from;
    }

    int[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
