package io.codecollab.server.e2e;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes bad messages of good ones. The same seed makes the same. */
public final class Mutation {

    private static final int MAX_GARBAGE_BYTES = 200;
    private static final byte[][] LENGTHS = {
        {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07}, // 2^31-1
        {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f}, // 2^32-1
        {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f}, // 2^53-1
        {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x10},
        {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x01},
        {(byte) 0xff, 0x7f},
        {0x00},
        {0x7f},
    };

    private final Random random;
    private final List<byte[]> good;

    public Mutation(Random random, List<byte[]> good) {
        this.random = random;
        this.good = good;
    }

    public byte[] next() {
        byte[] message = anyGood();
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times; i++) {
            message = changed(message);
        }
        return message;
    }

    private byte[] changed(byte[] message) {
        return switch (random.nextInt(10)) {
            case 0 -> Arrays.copyOf(message, random.nextInt(message.length + 1));
            case 1, 2 -> withOneByte(message, random.nextInt(256));
            case 3 -> withOneByte(message, 0xff);
            case 4 -> spliced(message, at(message), LENGTHS[random.nextInt(LENGTHS.length)], 1);
            case 5 -> spliced(message, at(message), garbage(), 0);
            case 6 -> spliced(message, at(message), anyGood(), 0);
            case 7 -> spliced(message, at(message), new byte[0], 1 + random.nextInt(4));
            case 8 -> spliced(message, message.length, anyGood(), 0);
            default -> random.nextInt(4) == 0 ? garbage() : withOneByte(message, random.nextInt(128));
        };
    }

    private byte[] anyGood() {
        return good.get(random.nextInt(good.size()));
    }

    private int at(byte[] message) {
        return random.nextInt(message.length + 1);
    }

    private byte[] garbage() {
        byte[] garbage = new byte[random.nextInt(MAX_GARBAGE_BYTES)];
        random.nextBytes(garbage);
        return garbage;
    }

    private byte[] withOneByte(byte[] message, int value) {
        if (message.length == 0) {
            return new byte[] {(byte) value};
        }
        byte[] changed = message.clone();
        changed[random.nextInt(changed.length)] = (byte) value;
        return changed;
    }

    /** Puts bytes in at an index, in place of {@code removed} others. */
    private static byte[] spliced(byte[] message, int index, byte[] inserted, int removed) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(message, 0, index);
        out.writeBytes(inserted);
        int rest = Math.min(message.length, index + removed);
        out.write(message, rest, message.length - rest);
        return out.toByteArray();
    }
}
