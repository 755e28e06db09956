package io.codecollab.crdt.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes bytes that are almost what some format says. The same seed makes the same bytes. Not thread-safe. */
final class Mutator {
    private static final int MOST_STEPS = 4;
    private static final int MOST_BYTES = 1 << 16;

    /** Numbers at the edges of what varints, clocks and client ids hold. */
    private static final long[] EDGES = {
        0,
        1,
        2,
        0x3f,
        0x40,
        0x7f,
        0x80,
        0x3fff,
        0x4000,
        Integer.MAX_VALUE - 1,
        Integer.MAX_VALUE,
        1L << 31,
        (1L << 32) - 1,
        1L << 32,
        (1L << 53) - 1,
        1L << 53,
        Long.MAX_VALUE
    };

    private final Random random;
    private final List<byte[]> others;

    /**
     * @param others where foreign pieces come from; not empty
     */
    Mutator(Random random, List<byte[]> others) {
        this.random = random;
        this.others = others;
    }

    byte[] mutate(byte[] original) {
        byte[] bytes = original.clone();
        for (int steps = 1 + random.nextInt(MOST_STEPS); steps > 0; steps--) {
            bytes = step(bytes);
        }
        return bytes.length <= MOST_BYTES ? bytes : Arrays.copyOf(bytes, MOST_BYTES);
    }

    private byte[] step(byte[] bytes) {
        int at = position(bytes);
        int end = at + random.nextInt(bytes.length - at + 1);
        return switch (random.nextInt(10)) {
            case 0 -> flipBit(bytes);
            case 1 -> setByte(bytes);
            case 2 -> Arrays.copyOf(bytes, at);
            case 3 -> replace(bytes, at, end, new byte[0]);
            case 4 -> replace(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
            case 5 -> move(bytes, at, end);
            case 6 -> replace(bytes, at, end, pieceOfAnother());
            case 7 -> replace(bytes, at, at, randomBytes());
            case 8 -> replace(bytes, at, endOfVarUint(bytes, at), varUint(EDGES[random.nextInt(EDGES.length)]));
            default -> nudge(bytes, at);
        };
    }

    /** Often near the start, where the counts are. */
    private int position(byte[] bytes) {
        int bound = random.nextInt(4) == 0 ? Math.min(bytes.length, 12) : bytes.length;
        return random.nextInt(bound + 1);
    }

    private byte[] flipBit(byte[] bytes) {
        if (bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private byte[] setByte(byte[] bytes) {
        if (bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    /** A number a little larger or smaller: clocks and lengths that almost fit. */
    private byte[] nudge(byte[] bytes, int at) {
        if (at < bytes.length) {
            bytes[at] += (byte) (random.nextInt(5) - 2);
        }
        return bytes;
    }

    private byte[] move(byte[] bytes, int from, int to) {
        byte[] piece = Arrays.copyOfRange(bytes, from, to);
        byte[] rest = replace(bytes, from, to, new byte[0]);
        int at = random.nextInt(rest.length + 1);
        return replace(rest, at, at, piece);
    }

    private byte[] pieceOfAnother() {
        byte[] other = others.get(random.nextInt(others.size()));
        int from = random.nextInt(other.length + 1);
        return Arrays.copyOfRange(other, from, from + random.nextInt(other.length - from + 1));
    }

    private byte[] randomBytes() {
        byte[] bytes = new byte[1 + random.nextInt(8)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] replace(byte[] bytes, int from, int to, byte[] by) {
        byte[] result = Arrays.copyOf(bytes, bytes.length - (to - from) + by.length);
        System.arraycopy(by, 0, result, from, by.length);
        System.arraycopy(bytes, to, result, from + by.length, bytes.length - to);
        return result;
    }

    private static int endOfVarUint(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] < 0) {
            at++;
        }
        return Math.min(at + 1, bytes.length);
    }

    private static byte[] varUint(long value) {
        byte[] bytes = new byte[10];
        int size = 0;
        long left = value;
        while (left > 0x7f) {
            bytes[size++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        bytes[size++] = (byte) left;
        return Arrays.copyOf(bytes, size);
    }
}
