package io.codecollab.crdt;

import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.update.UpdateEncoder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Writes runs of integrated structs in format V1: what {@link StructWriter} does, for the structs that documents are made
 * of, without a call per field.
 *
 * <p>Not thread-safe; lives for one encoding.
 */
final class StructWriterV1 {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /* Info byte, two ids of at most 8 + 5 bytes, a length, and room for the last word to be stored whole. */
    private static final int MAX_HEADER_BYTES = 1 + 2 * (8 + 5) + 5 + Long.BYTES;

    private final UpdateEncoder encoder;
    private final ByteWriter out;

    StructWriterV1(UpdateEncoder encoder) {
        this.encoder = encoder;
        this.out = encoder.rest();
    }

    /** Writes a struct and all that follow it in its log. */
    void writeFrom(@Nullable Item first) {
        for (Item item = first; item != null; item = item.next) {
            if (!write(item)) {
                StructWriter.write(encoder, item, 0);
            }
        }
    }

    /* False, with nothing written, for what is left to the general writer. */
    private boolean write(Item item) {
        int kind = item.kind();
        if (kind != Item.STRING && kind != Item.DELETED) {
            return false;
        }
        ClientLog origin = item.originLog;
        ClientLog rightOrigin = item.rightOriginLog;
        if (origin == null && rightOrigin == null) {
            return false;
        }
        boolean text = kind == Item.STRING;
        if (text && !item.log.text().isAscii(item.clock, item.length)) {
            return false;
        }
        out.ensure(MAX_HEADER_BYTES + (text ? item.length : 0));
        byte[] bytes = out.buffer();
        int at = out.size();
        int info = at++;
        int flags = kind | (item.isMapEntry() ? StructWriter.HAS_PARENT_SUB : 0);
        if (origin != null) {
            flags |= StructWriter.HAS_ORIGIN;
            WORDS.set(bytes, at, origin.encodedClient);
            at = writeClock(bytes, at + origin.encodedClientBytes, item.originClock);
        }
        if (rightOrigin != null) {
            flags |= StructWriter.HAS_RIGHT_ORIGIN;
            WORDS.set(bytes, at, rightOrigin.encodedClient);
            at = writeClock(bytes, at + rightOrigin.encodedClientBytes, item.rightOriginClock);
        }
        bytes[info] = (byte) flags;
        at = writeClock(bytes, at, item.length);
        if (text) {
            item.log.text().copyLatin1(item.clock, item.length, bytes, at);
            at += item.length;
        }
        out.position(at);
        return true;
    }

    private static int writeClock(byte[] bytes, int position, int value) {
        int at = position;
        int rest = value;
        while (rest > 0x7f) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        return at;
    }
}
