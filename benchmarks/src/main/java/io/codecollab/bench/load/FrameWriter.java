package io.codecollab.bench.load;

import io.codecollab.crdt.lib0.ByteWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/**
 * Puts messages into the masked frames that a client must send (RFC 6455, section 5.3). Every frame has a mask of its own,
 * as browsers do: a mask of zeros would spare some servers their work.
 *
 * <p>Event loop only.
 */
final class FrameWriter {

    static final int BINARY = 0x82;
    static final int CLOSE = 0x88;
    static final int PONG = 0x8A;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int MASKED = 0x80;
    private static final int MAX_HEADER_BYTES = 14;

    private final SplittableRandom random;

    FrameWriter(long seed) {
        random = new SplittableRandom(seed);
    }

    /** One frame with everything that was written to {@code payload}, which is spoilt by that. */
    ByteBuf frame(ByteBufAllocator allocator, int opcode, ByteWriter payload) {
        int size = payload.size();
        int mask = random.nextInt() | 1;
        ByteBuf frame = allocator.directBuffer(MAX_HEADER_BYTES + size);
        frame.writeByte(opcode);
        if (size < 126) {
            frame.writeByte(MASKED | size);
        } else if (size <= 0xFFFF) {
            frame.writeByte(MASKED | 126).writeShort(size);
        } else {
            frame.writeByte(MASKED | 127).writeLong(size);
        }
        frame.writeInt(mask);
        mask(payload.buffer(), size, mask);
        return frame.writeBytes(payload.buffer(), 0, size);
    }

    static void mask(byte[] bytes, int size, int mask) {
        long wide = (long) mask << Integer.SIZE | (mask & 0xFFFFFFFFL);
        int at = 0;
        for (; at + Long.BYTES <= size; at += Long.BYTES) {
            LONGS.set(bytes, at, (long) LONGS.get(bytes, at) ^ wide);
        }
        for (; at < size; at++) {
            bytes[at] ^= (byte) (mask >>> (24 - 8 * (at & 3)));
        }
    }
}
