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
 * <p>Not thread-safe; lives for one section.
 */
final class StructWriterV1 {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /* Info byte, two ids, a length. */
    private static final int MAX_HEADER_BYTES = 1 + 2 * (Long.BYTES + ByteWriter.VARINT_ROOM) + ByteWriter.VARINT_ROOM;

    private final UpdateEncoder encoder;
    private final ByteWriter out;
    private final TextPages text;
    private final boolean isAscii;

    StructWriterV1(UpdateEncoder encoder, ClientLog log) {
        this.encoder = encoder;
        this.out = encoder.rest();
        this.text = log.textToRead();
        this.isAscii = text.isAscii();
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
        boolean isText = kind == Item.STRING;
        if (isText && !isAscii && !text.isAscii(item.clock, item.length)) {
            return false;
        }
        out.ensure(MAX_HEADER_BYTES + (isText ? item.length : 0));
        byte[] bytes = out.buffer();
        int at = out.size();
        int info = at++;
        int flags = kind | (item.isMapEntry() ? StructWriter.HAS_PARENT_SUB : 0);
        if (origin != null) {
            flags |= StructWriter.HAS_ORIGIN;
            WORDS.set(bytes, at, origin.encodedClient);
            at = ByteWriter.putVarUint(bytes, at + origin.encodedClientBytes, item.originClock);
        }
        if (rightOrigin != null) {
            flags |= StructWriter.HAS_RIGHT_ORIGIN;
            WORDS.set(bytes, at, rightOrigin.encodedClient);
            at = ByteWriter.putVarUint(bytes, at + rightOrigin.encodedClientBytes, item.rightOriginClock);
        }
        bytes[info] = (byte) flags;
        at = ByteWriter.putVarUint(bytes, at, item.length);
        if (isText) {
            text.copyLatin1(item.clock, item.length, bytes, at);
            at += item.length;
        }
        out.position(at);
        return true;
    }
}
