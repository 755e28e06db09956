package io.codecollab.crdt;

import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.update.StructColumns;
import io.codecollab.crdt.update.UpdateEncoderV2;
import org.jspecify.annotations.Nullable;

/**
 * Writes runs of integrated structs in format V2: what {@link StructWriter} does, for the structs that documents are made
 * of, some hundred at a time and column by column.
 *
 * <p>Not thread-safe; lives for one section.
 */
final class StructWriterV2 {
    /** Fewer structs are not worth the room that a batch takes. */
    static final int WORTHWHILE = 32;

    private static final int BATCH = 256;

    private final UpdateEncoderV2 encoder;
    private final StructColumns batch = new StructColumns(BATCH);
    private final TextPages text;
    private final boolean isAscii;
    private ByteWriter textOut;

    StructWriterV2(UpdateEncoderV2 encoder, ClientLog log) {
        this.encoder = encoder;
        this.text = log.textToRead();
        this.isAscii = text.isAscii();
        this.textOut = encoder.asciiText();
    }

    /** Writes a struct and all that follow it in its log. */
    void writeFrom(@Nullable Item first) {
        for (Item item = first; item != null; item = item.next) {
            if (!collect(item)) {
                writeBatch();
                StructWriter.write(encoder, item, 0);
                textOut = encoder.asciiText();
            } else if (batch.isFull()) {
                writeBatch();
            }
        }
        writeBatch();
    }

    private void writeBatch() {
        encoder.writeAll(batch);
        batch.clear();
    }

    /* False, with nothing collected, for what is left to the general writer. */
    private boolean collect(Item item) {
        int kind = item.kind();
        if (kind == Item.GC) {
            batch.info(kind);
            batch.length(item.length);
            return true;
        }
        ClientLog origin = item.originLog;
        ClientLog rightOrigin = item.rightOriginLog;
        boolean isText = kind == Item.STRING;
        if ((!isText && kind != Item.DELETED) || (origin == null && rightOrigin == null)) {
            return false;
        }
        if (isText && !isAscii && !text.isAscii(item.clock, item.length)) {
            return false;
        }
        int info = kind | (item.isMapEntry() ? StructWriter.HAS_PARENT_SUB : 0);
        if (origin != null) {
            info |= StructWriter.HAS_ORIGIN;
            batch.leftId(origin.client, item.originClock);
        }
        if (rightOrigin != null) {
            info |= StructWriter.HAS_RIGHT_ORIGIN;
            batch.rightId(rightOrigin.client, item.rightOriginClock);
        }
        batch.info(info);
        if (isText) {
            batch.textLength(item.length);
            writeText(item);
        } else {
            batch.length(item.length);
        }
        return true;
    }

    private void writeText(Item item) {
        textOut.ensure(item.length + Long.BYTES);
        text.copyLatin1(item.clock, item.length, textOut.buffer(), textOut.size());
        textOut.position(textOut.size() + item.length);
    }
}
