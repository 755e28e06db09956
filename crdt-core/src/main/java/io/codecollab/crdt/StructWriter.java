package io.codecollab.crdt;

import io.codecollab.crdt.lib0.Utf8;
import io.codecollab.crdt.update.UpdateEncoder;
import io.codecollab.crdt.update.UpdateEncoderV1;
import io.codecollab.crdt.update.UpdateEncoderV2;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes structs in the update format.
 *
 * <p>Source: Yjs 13.6 {@code Item.write}, {@code writeStructs}.
 */
final class StructWriter {
    static final int HAS_ORIGIN = 0x80;
    static final int HAS_RIGHT_ORIGIN = 0x40;
    static final int HAS_PARENT_SUB = 0x20;

    private StructWriter() {}

    /** Writes a client's section from {@code clock} on, which may lie inside a struct. */
    static void writeSection(UpdateEncoder encoder, ClientLog log, int clock) {
        Item first = log.find(clock);
        int count = clock == 0 ? log.structCount : countFrom(first);
        encoder.writeVarUintRest(count);
        encoder.writeClient(log.client);
        encoder.writeVarUintRest(clock);
        write(encoder, first, clock - first.clock);
        if (encoder instanceof UpdateEncoderV1) {
            new StructWriterV1(encoder, log).writeFrom(first.next);
            return;
        }
        if (encoder instanceof UpdateEncoderV2 columns && count >= StructWriterV2.WORTHWHILE) {
            new StructWriterV2(columns, log).writeFrom(first.next);
            return;
        }
        for (Item item = first.next; item != null; item = item.next) {
            write(encoder, item, 0);
        }
    }

    /** Writes a client's structs from the first one to the one that contains the clock before {@code end}. */
    static void writeSectionUntil(UpdateEncoder encoder, ClientLog log, int end) {
        int count = 0;
        for (Item item = log.first; item != null && item.clock < end; item = item.next) {
            count++;
        }
        encoder.writeVarUintRest(count);
        encoder.writeClient(log.client);
        encoder.writeVarUintRest(0);
        for (Item item = log.first; item != null && item.clock < end; item = item.next) {
            write(encoder, item, 0);
        }
    }

    private static int countFrom(Item first) {
        int count = 0;
        for (Item item = first; item != null; item = item.next) {
            count++;
        }
        return count;
    }

    /** Writes one integrated struct without its first {@code offset} units. */
    static void write(UpdateEncoder encoder, Item item, int offset) {
        int kind = item.kind();
        if (kind == Item.GC) {
            encoder.writeInfo(Item.GC);
            encoder.writeLen(item.length - offset);
            return;
        }
        ClientLog originLog = item.originLog;
        int originClock = item.originClock;
        if (offset > 0) {
            originLog = item.log;
            originClock = item.clock + offset - 1;
        }
        ClientLog rightOriginLog = item.rightOriginLog;
        encoder.writeInfo(kind
                | (originLog == null ? 0 : HAS_ORIGIN)
                | (rightOriginLog == null ? 0 : HAS_RIGHT_ORIGIN)
                | (item.isMapEntry() ? HAS_PARENT_SUB : 0));
        if (originLog != null) {
            encoder.writeLeftId(originLog.client, originClock);
        }
        if (rightOriginLog != null) {
            encoder.writeRightId(rightOriginLog.client, item.rightOriginClock);
        }
        if (originLog == null && rightOriginLog == null) {
            Branch parent = item.requireParent();
            Item holder = parent.item;
            if (holder == null) {
                writeRootName(encoder, parent);
            } else {
                encoder.writeParentInfo(false);
                encoder.writeParentId(holder.client(), holder.clock);
            }
            writeParentSub(encoder, item);
        }
        if (kind == Item.STRING) {
            writeText(encoder, item, offset);
        } else {
            writeContent(encoder, item, offset);
        }
    }

    private static void writeRootName(UpdateEncoder encoder, Branch root) {
        String name = root.rootName;
        if (name == null) {
            throw new IllegalStateException("type without a place");
        }
        encoder.writeParentInfo(true);
        encoder.writeString(name);
    }

    private static void writeParentSub(UpdateEncoder encoder, Item item) {
        String key = item.parentSub();
        if (key != null) {
            encoder.writeString(key);
        }
    }

    private static void writeContent(UpdateEncoder encoder, Item item, int offset) {
        switch (item.kind()) {
            case Item.DELETED -> encoder.writeLen(item.length - offset);
            case Item.ANY -> {
                ValueRun values = item.values();
                encoder.writeLen(item.length - offset);
                encoder.writeAnyBytes(values.bytes(), values.start(offset), values.end());
            }
            case Item.JSON -> {
                ValueRun values = item.values();
                encoder.writeLen(item.length - offset);
                for (int i = offset; i < item.length; i++) {
                    encoder.writeString(values.text(i));
                }
            }
            case Item.BINARY -> {
                byte[] bytes = (byte[]) item.requireContent();
                encoder.writeBinary(bytes, 0, bytes.length);
            }
            case Item.EMBED -> writeJson(encoder, (JsonValue) item.requireContent());
            case Item.FORMAT -> {
                Format format = item.format();
                encoder.writeKey(format.key());
                writeJson(encoder, format.json());
            }
            case Item.TYPE -> {
                Branch branch = item.branch();
                encoder.writeTypeRef(branch.typeRef);
                if (branch.name != null) {
                    encoder.writeKey(branch.name);
                }
            }
            case Item.DOC -> {
                Subdocument subdocument = (Subdocument) item.requireContent();
                encoder.writeString(subdocument.doc().guid());
                byte[] options = subdocument.encodedOptions();
                encoder.writeAnyBytes(options, 0, options.length);
            }
            default -> throw new IllegalStateException("unexpected content, " + item);
        }
    }

    private static void writeJson(UpdateEncoder encoder, JsonValue value) {
        if (encoder instanceof UpdateEncoderV1) {
            encoder.rest().writeVarBytes(value.json());
        } else {
            byte[] any = value.any();
            encoder.writeAnyBytes(any, 0, any.length);
        }
    }

    private static void writeText(UpdateEncoder encoder, Item item, int offset) {
        item.log.text().writeTo(encoder, item.clock + offset, item.length - offset);
    }

    /** Writes parked structs, holes between them as Skips. */
    static void writeParked(UpdateEncoder encoder, List<PendingQueue> queues) {
        encoder.writeVarUintRest(queues.size());
        for (PendingQueue queue : queues) {
            int count = 0;
            int start = -1;
            int end = -1;
            for (Item item : queue.items()) {
                count += end >= 0 && item.clock > end ? 2 : 1;
                start = start < 0 ? item.clock : start;
                end = item.clockEnd();
            }
            encoder.writeVarUintRest(count);
            encoder.writeClient(queue.log.client);
            encoder.writeVarUintRest(start);
            end = start;
            for (Item item : queue.items()) {
                if (item.clock > end) {
                    encoder.writeInfo(Item.SKIP);
                    encoder.writeVarUintRest(item.clock - end);
                }
                writeParked(encoder, item);
                end = item.clockEnd();
            }
        }
    }

    private static void writeParked(UpdateEncoder encoder, Item item) {
        if (item.isGc()) {
            encoder.writeInfo(Item.GC);
            encoder.writeLen(item.length);
            return;
        }
        boolean parentById = (item.flags & Item.PARENT_BY_ID_FLAG) != 0;
        @Nullable ClientLog origin = parentById ? null : item.originLog;
        ClientLog rightOrigin = item.rightOriginLog;
        encoder.writeInfo(item.kind()
                | (origin == null ? 0 : HAS_ORIGIN)
                | (rightOrigin == null ? 0 : HAS_RIGHT_ORIGIN)
                | (item.isMapEntry() ? HAS_PARENT_SUB : 0));
        if (origin != null) {
            encoder.writeLeftId(origin.client, item.originClock);
        }
        if (rightOrigin != null) {
            encoder.writeRightId(rightOrigin.client, item.rightOriginClock);
        }
        if (origin == null && rightOrigin == null) {
            ClientLog parentLog = item.originLog;
            if (parentById && parentLog != null) {
                encoder.writeParentInfo(false);
                encoder.writeParentId(parentLog.client, item.originClock);
            } else {
                writeRootName(encoder, item.requireParent());
            }
            writeParentSub(encoder, item);
        }
        if (item.kind() == Item.STRING) {
            char[] chars = InFlight.chars(item);
            encoder.startText(chars.length, Utf8.encodedLength(chars, 0, chars.length));
            encoder.textChunk(chars, 0, chars.length);
        } else {
            writeContent(encoder, item, 0);
        }
    }
}
