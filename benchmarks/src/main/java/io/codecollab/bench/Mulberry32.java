package io.codecollab.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The mulberry32 generator, 32 bits of state and 32 bits at a time: small enough to be the same in {@code
 * node/crdt-inputs.mjs}, so that all engines are given the same.
 *
 * <p>Not thread-safe.
 */
final class Mulberry32 {

    private int state;

    Mulberry32(int seed) {
        state = seed;
    }

    /** 32 bits, as a number from 0. */
    long next() {
        state += 0x6D2B79F5;
        int mixed = (state ^ (state >>> 15)) * (state | 1);
        mixed ^= mixed + (mixed ^ (mixed >>> 7)) * (mixed | 61);
        return Integer.toUnsignedLong(mixed ^ (mixed >>> 14));
    }

    /** At least 0, less than {@code bound}, which is at most 2^20. */
    int below(int bound) {
        return (int) ((next() * bound) >>> 32);
    }

    /** 31 bits. */
    int number() {
        return (int) (next() >>> 1);
    }

    List<Integer> numbers(int count) {
        return new ArrayList<>(Stream.generate(this::number).limit(count).toList());
    }

    /** Lower case letters, {@code shortest} to {@code longest} of them. */
    String word(int shortest, int longest) {
        int length = shortest + below(longest - shortest + 1);
        StringBuilder word = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            word.append((char) ('a' + below(26)));
        }
        return word.toString();
    }
}
