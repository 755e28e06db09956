package io.codecollab.crdt.update;

import io.codecollab.crdt.lib0.Any;
import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.crdt.lib0.Utf8;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes the structs under cursors into a new update and gathers them in client sections, each of which starts with a
 * count that is only known at its end (Yjs: LazyStructWriter).
 *
 * <p>From V1 to V1 a struct is a range of bytes, and structs that follow each other are one range: it is copied at
 * once, whatever it contains. Between the formats, and in V2, the parts are written one by one.
 *
 * <p>Not thread-safe.
 */
final class StructWriter {

    private static final char REPLACEMENT = '\uFFFD';
    private static final byte[] REPLACEMENT_UTF8 = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};
    private static final byte[] NO_BYTES = {};

    private final UpdateEncoder encoder;
    private final boolean copiesRanges;

    /** The current section. */
    private long client;

    private int structCount;

    /** The finished sections: how many structs, and where they end in the encoder's rest. */
    private int[] sectionCounts = new int[1];

    private int[] sectionEnds = new int[1];
    private int sections;

    /** Bytes of V1 structs that are to be copied, put off for as long as they grow. */
    private byte[] rangeBytes = NO_BYTES;

    private int rangeStart;
    private int rangeEnd;

    /** Writes structs of one format into an update of another or the same. */
    StructWriter(UpdateFormat from, UpdateFormat to) {
        encoder = to.encoder();
        copiesRanges = from == UpdateFormat.V1 && to == UpdateFormat.V1;
    }

    /** Writes the struct under the cursor without its first {@code offset} clocks. */
    void write(UpdateCursor struct, int offset) {
        beginStruct(struct.client, struct.clock + offset);
        if (copiesRanges && offset == 0) {
            copy(struct);
            return;
        }
        copyRange();
        switch (struct.ref) {
            case StructRef.GC -> {
                encoder.writeInfo(StructRef.GC);
                encoder.writeLen(struct.length - offset);
            }
            case StructRef.SKIP -> {
                encoder.writeInfo(StructRef.SKIP);
                encoder.writeVarUintRest(struct.length - offset);
            }
            default -> {
                writeHeader(struct, offset, struct.parentSub);
                writeContent(struct, offset);
            }
        }
    }

    /** Writes a GC of its own making. */
    void writeGc(long client, int clock, int length) {
        beginStruct(client, clock);
        copyRange();
        encoder.writeInfo(StructRef.GC);
        encoder.writeLen(length);
    }

    /** Writes a Skip of its own making. */
    void writeSkip(long client, int clock, int length) {
        beginStruct(client, clock);
        copyRange();
        encoder.writeInfo(StructRef.SKIP);
        encoder.writeVarUintRest(length);
    }

    /** Starts an item whose content the caller writes with the encoder this returns. */
    UpdateEncoder beginItem(UpdateCursor item, @Nullable String parentSub) {
        beginStruct(item.client, item.clock);
        copyRange();
        writeHeader(item, 0, parentSub);
        return encoder;
    }

    /** The whole update: the sections and a delete set. */
    byte[] finish(IdSet deleted) {
        endSection();
        ByteWriter rest = encoder.rest();
        byte[] structs = rest.toByteArray();
        rest.reset();
        rest.writeVarUint(sections);
        int start = 0;
        for (int i = 0; i < sections; i++) {
            rest.writeVarUint(sectionCounts[i]);
            rest.writeBytes(structs, start, sectionEnds[i]);
            start = sectionEnds[i];
        }
        encoder.writeDeleteSet(deleted);
        return encoder.toByteArray();
    }

    private void beginStruct(long client, int clock) {
        if (structCount > 0 && client != this.client) {
            endSection();
        }
        if (structCount == 0) {
            this.client = client;
            encoder.writeClient(client);
            encoder.writeVarUintRest(clock);
        }
        structCount++;
    }

    private void endSection() {
        copyRange();
        if (structCount == 0) {
            return;
        }
        if (sections == sectionCounts.length) {
            sectionCounts = Arrays.copyOf(sectionCounts, 2 * sections);
            sectionEnds = Arrays.copyOf(sectionEnds, 2 * sections);
        }
        sectionCounts[sections] = structCount;
        sectionEnds[sections++] = encoder.rest().size();
        structCount = 0;
    }

    private void copy(UpdateCursor struct) {
        int start = struct.structStart;
        int info = canonicalInfo(struct, 0, struct.parentSub);
        if (info != struct.info) {
            copyRange();
            encoder.writeInfo(info);
            start++;
        }
        if (start != rangeEnd || struct.update != rangeBytes) {
            copyRange();
            rangeBytes = struct.update;
            rangeStart = start;
        }
        rangeEnd = struct.structEnd;
    }

    /** Copies what was put off. */
    private void copyRange() {
        if (rangeStart < rangeEnd) {
            encoder.rest().writeBytes(rangeBytes, rangeStart, rangeEnd);
            rangeStart = rangeEnd;
        }
    }

    /**
     * The info byte Yjs writes for a struct it has read: it does not know the key of a map entry that inherits it, so
     * it drops that bit.
     */
    private static int canonicalInfo(UpdateCursor struct, int offset, @Nullable String parentSub) {
        if (struct.ref == StructRef.GC || struct.ref == StructRef.SKIP) {
            return struct.ref;
        }
        return struct.ref
                | (struct.info & (StructRef.HAS_ORIGIN | StructRef.HAS_RIGHT_ORIGIN))
                | (offset > 0 ? StructRef.HAS_ORIGIN : 0)
                | (parentSub == null ? 0 : StructRef.HAS_PARENT_SUB);
    }

    private void writeHeader(UpdateCursor item, int offset, @Nullable String parentSub) {
        int info = canonicalInfo(item, offset, parentSub);
        encoder.writeInfo(info);
        if (offset > 0) {
            encoder.writeLeftId(item.client, item.clock + offset - 1);
        } else if ((info & StructRef.HAS_ORIGIN) != 0) {
            encoder.writeLeftId(item.originClient, item.originClock);
        }
        if ((info & StructRef.HAS_RIGHT_ORIGIN) != 0) {
            encoder.writeRightId(item.rightOriginClient, item.rightOriginClock);
        }
        if ((info & (StructRef.HAS_ORIGIN | StructRef.HAS_RIGHT_ORIGIN)) != 0) {
            return;
        }
        if (item.parentKind == UpdateCursor.PARENT_ROOT) {
            encoder.writeParentInfo(true);
            encoder.writeString(present(item.parentName));
        } else {
            encoder.writeParentInfo(false);
            encoder.writeParentId(item.parentClient, item.parentClock);
        }
        if (parentSub != null) {
            encoder.writeString(parentSub);
        }
    }

    /** Writes the content of the item under the cursor as it is, in the encoder's format. */
    void writeContent(UpdateCursor item, int offset) {
        switch (item.ref) {
            case StructRef.DELETED -> encoder.writeLen(item.length - offset);
            case StructRef.JSON -> writeJsonElements(item, offset);
            case StructRef.BINARY -> encoder.writeBinary(item.valueBytes, item.valueStart, item.valueEnd);
            case StructRef.STRING -> writeText(item, offset);
            case StructRef.EMBED -> writeJsonOrAny(item);
            case StructRef.FORMAT -> {
                encoder.writeKey(item.key);
                writeJsonOrAny(item);
            }
            case StructRef.TYPE -> {
                encoder.writeTypeRef(item.typeRef);
                if (item.typeName != null) {
                    encoder.writeKey(item.typeName);
                }
            }
            case StructRef.ANY -> writeValues(item, offset);
            case StructRef.DOC -> {
                encoder.writeString(item.guid);
                encoder.writeAnyBytes(item.valueBytes, item.valueStart, item.valueEnd);
            }
            default -> throw new IllegalStateException("no content, ref=" + item.ref);
        }
    }

    private void writeText(UpdateCursor item, int offset) {
        if (item.textBytes != null) {
            writeUtf8(item.textBytes, item.textStart, item.textEnd, item.length, offset);
        } else if (item.textChars != null) {
            writeUtf16(item.textChars, item.textStart, item.textEnd, offset);
        }
    }

    private void writeUtf8(byte[] utf8, int from, int to, int length, int offset) {
        int at = Utf8.indexAfterUnits(utf8, from, to, offset);
        if (at >= 0) {
            encoder.writeTextUtf8(utf8, at, to, length - offset);
            return;
        }
        // the half of a pair that is left becomes U+FFFD, as in Yjs
        int afterPair = ~at + 4;
        byte[] repaired = new byte[REPLACEMENT_UTF8.length + to - afterPair];
        System.arraycopy(REPLACEMENT_UTF8, 0, repaired, 0, REPLACEMENT_UTF8.length);
        System.arraycopy(utf8, afterPair, repaired, REPLACEMENT_UTF8.length, to - afterPair);
        encoder.writeTextUtf8(repaired, 0, repaired.length, length - offset);
    }

    private void writeUtf16(char[] units, int from, int to, int offset) {
        int start = from + offset;
        boolean cutsPair = offset > 0 && Character.isHighSurrogate(units[start - 1]);
        if (!cutsPair) {
            encoder.startText(to - start, Utf8.encodedLength(units, start, to));
            encoder.textChunk(units, start, to);
            return;
        }
        encoder.startText(to - start, REPLACEMENT_UTF8.length + Utf8.encodedLength(units, start + 1, to));
        encoder.textChunk(new char[] {REPLACEMENT}, 0, 1);
        encoder.textChunk(units, start + 1, to);
    }

    private void writeValues(UpdateCursor item, int offset) {
        encoder.writeLen(item.length - offset);
        int start = item.valueStart;
        if (offset > 0) {
            ByteReader in = new ByteReader(item.valueBytes, item.valueStart, item.valueEnd);
            for (int i = 0; i < offset; i++) {
                Any.skip(in, item.limits);
            }
            start = in.position();
        }
        encoder.writeAnyBytes(item.valueBytes, start, item.valueEnd);
    }

    private void writeJsonElements(UpdateCursor item, int offset) {
        encoder.writeLen(item.length - offset);
        ByteReader in = new ByteReader(item.valueBytes, item.valueStart, item.valueEnd);
        for (int i = 0; i < item.length; i++) {
            if (i < offset) {
                in.skipVarBytes();
            } else {
                encoder.writeString(in.readVarString());
            }
        }
    }

    /** The value of an embed or a format: JSON text in V1, an any value in V2. */
    private void writeJsonOrAny(UpdateCursor item) {
        byte[] bytes = item.valueBytes;
        boolean toJson = encoder instanceof UpdateEncoderV1;
        if (item.valueIsJson == toJson) {
            if (toJson) {
                encoder.writeBinary(bytes, item.valueStart, item.valueEnd); // a varString is varBytes
            } else {
                encoder.writeAnyBytes(bytes, item.valueStart, item.valueEnd);
            }
        } else if (toJson) {
            Object value = Any.read(new ByteReader(bytes, item.valueStart, item.valueEnd), item.limits);
            encoder.writeString(jsonText(value, item.valueStart));
        } else {
            String json = Utf8.decode(bytes, item.valueStart, item.valueEnd);
            Any.write(encoder.rest(), JsonText.read(json, item.limits));
        }
    }

    /** Yjs fails here too: what JSON cannot say, V1 cannot say. */
    private static String jsonText(@Nullable Object value, int offset) {
        try {
            return JsonText.write(value);
        } catch (IllegalArgumentException e) {
            throw new DecodeException("value not possible in format V1: " + e.getMessage(), offset);
        }
    }

    private static String present(@Nullable String name) {
        if (name == null) {
            throw new IllegalStateException("root name missing");
        }
        return name;
    }
}
