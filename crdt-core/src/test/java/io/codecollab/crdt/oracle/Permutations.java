package io.codecollab.crdt.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Every order of a few things. */
final class Permutations {

    private Permutations() {}

    /** Every order of the numbers 0 to n-1; the array that is handed over is used again. */
    static void forEach(int n, Consumer<int[]> consumer) {
        int[] counts = new int[n];
        Arrays.fill(counts, 1);
        forEachInterleaving(counts, consumer);
    }

    /**
     * Every way to shuffle several sequences together without reordering any of them, as the sequence to take the next
     * element from; the array that is handed over is used again.
     *
     * @param lengths of the sequences
     */
    static void forEachInterleaving(int[] lengths, Consumer<int[]> consumer) {
        interleave(lengths.clone(), new int[Arrays.stream(lengths).sum()], 0, consumer);
    }

    private static void interleave(int[] remaining, int[] order, int length, Consumer<int[]> consumer) {
        if (length == order.length) {
            consumer.accept(order);
            return;
        }
        for (int sequence = 0; sequence < remaining.length; sequence++) {
            if (remaining[sequence] > 0) {
                remaining[sequence]--;
                order[length] = sequence;
                interleave(remaining, order, length + 1, consumer);
                remaining[sequence]++;
            }
        }
    }

    /** Every order of a list. */
    static <T> List<List<T>> of(List<T> elements) {
        List<List<T>> orders = new ArrayList<>();
        forEach(elements.size(), order -> {
            List<T> permuted = new ArrayList<>();
            for (int index : order) {
                permuted.add(elements.get(index));
            }
            orders.add(permuted);
        });
        return orders;
    }
}
