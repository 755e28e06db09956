package io.codecollab.crdt.fuzz;

import io.codecollab.crdt.lib0.ByteWriter;
import java.util.function.Consumer;

/**
 * Writes updates in format V1 that no editor would send. Counts are filled in, everything else is written as it is told.
 *
 * <pre>{@code
 *   byte[] update = new HostileUpdate()
 *           .section(7, 0, s -> s.text(root("t"), "ab").gc(1 << 30))
 *           .delete(7, 0, 1)
 *           .toBytes();
 * }</pre>
 *
 * Not thread-safe.
 */
final class HostileUpdate {
    static final int GC = 0;
    static final int DELETED = 1;
    static final int JSON = 2;
    static final int BINARY = 3;
    static final int STRING = 4;
    static final int EMBED = 5;
    static final int FORMAT = 6;
    static final int TYPE = 7;
    static final int ANY = 8;
    static final int DOC = 9;
    static final int SKIP = 10;

    static final int ARRAY = 0;
    static final int MAP = 1;
    static final int TEXT = 2;
    static final int XML_ELEMENT = 3;

    private final ByteWriter sections = new ByteWriter();
    private final ByteWriter deletions = new ByteWriter();
    private int sectionCount;
    private int deletionCount;

    /** Where an item says it stands. */
    @FunctionalInterface
    interface Place {
        void write(ByteWriter out, int ref);
    }

    /** In a root type, without neighbours. */
    static Place root(String name) {
        return (out, ref) -> {
            out.writeUint8(ref);
            out.writeVarUint(1);
            out.writeVarString(name);
        };
    }

    /** The value of a key of a root type. */
    static Place rootKey(String name, String key) {
        return (out, ref) -> {
            out.writeUint8(ref | 0x20);
            out.writeVarUint(1);
            out.writeVarString(name);
            out.writeVarString(key);
        };
    }

    /** In the type which that item holds, without neighbours. */
    static Place inside(long client, int clock) {
        return (out, ref) -> {
            out.writeUint8(ref);
            out.writeVarUint(0);
            id(out, client, clock);
        };
    }

    /** The value of a key of the type which that item holds. */
    static Place insideKey(long client, int clock, String key) {
        return (out, ref) -> {
            out.writeUint8(ref | 0x20);
            out.writeVarUint(0);
            id(out, client, clock);
            out.writeVarString(key);
        };
    }

    /** Behind that unit. */
    static Place after(long client, int clock) {
        return (out, ref) -> {
            out.writeUint8(ref | 0x80);
            id(out, client, clock);
        };
    }

    /** Before that unit. */
    static Place before(long client, int clock) {
        return (out, ref) -> {
            out.writeUint8(ref | 0x40);
            id(out, client, clock);
        };
    }

    /** Between these units. */
    static Place between(long leftClient, int leftClock, long rightClient, int rightClock) {
        return (out, ref) -> {
            out.writeUint8(ref | 0xC0);
            id(out, leftClient, leftClock);
            id(out, rightClient, rightClock);
        };
    }

    private static void id(ByteWriter out, long client, int clock) {
        out.writeVarUint(client);
        out.writeVarUint(clock);
    }

    /** The structs of one client. */
    static final class Section {
        private final ByteWriter out = new ByteWriter();
        private int count;

        Section gc(long length) {
            return bare(GC, length);
        }

        Section skip(long length) {
            return bare(SKIP, length);
        }

        private Section bare(int ref, long length) {
            count++;
            out.writeUint8(ref);
            out.writeVarUint(length);
            return this;
        }

        Section text(Place place, String text) {
            item(STRING, place).writeVarString(text);
            return this;
        }

        Section deleted(Place place, long length) {
            item(DELETED, place).writeVarUint(length);
            return this;
        }

        Section type(Place place, int typeRef) {
            item(TYPE, place).writeVarUint(typeRef);
            return this;
        }

        Section element(Place place, String nodeName) {
            item(TYPE, place).writeVarUint(XML_ELEMENT);
            out.writeVarString(nodeName);
            return this;
        }

        Section format(Place place, String key, String json) {
            item(FORMAT, place).writeVarString(key);
            out.writeVarString(json);
            return this;
        }

        Section embed(Place place, String json) {
            item(EMBED, place).writeVarString(json);
            return this;
        }

        /** Values as they are encoded, their count as claimed. */
        Section any(Place place, long claimedCount, byte... values) {
            item(ANY, place).writeVarUint(claimedCount);
            out.writeBytes(values, 0, values.length);
            return this;
        }

        /** Starts an item; the caller writes its content. */
        ByteWriter item(int ref, Place place) {
            count++;
            place.write(out, ref);
            return out;
        }
    }

    HostileUpdate section(long client, long clock, Consumer<Section> structs) {
        Section section = new Section();
        structs.accept(section);
        return section(client, clock, section.count, section);
    }

    /** A section that claims to have another number of structs than it has. */
    HostileUpdate section(long client, long clock, long claimedCount, Consumer<Section> structs) {
        Section section = new Section();
        structs.accept(section);
        return section(client, clock, claimedCount, section);
    }

    private HostileUpdate section(long client, long clock, long count, Section section) {
        sectionCount++;
        sections.writeVarUint(count);
        sections.writeVarUint(client);
        sections.writeVarUint(clock);
        sections.writeBytes(section.out.buffer(), 0, section.out.size());
        return this;
    }

    HostileUpdate delete(long client, long clock, long length) {
        deletionCount++;
        deletions.writeVarUint(client);
        deletions.writeVarUint(1);
        deletions.writeVarUint(clock);
        deletions.writeVarUint(length);
        return this;
    }

    byte[] toBytes() {
        ByteWriter out = new ByteWriter();
        out.writeVarUint(sectionCount);
        out.writeBytes(sections.buffer(), 0, sections.size());
        out.writeVarUint(deletionCount);
        out.writeBytes(deletions.buffer(), 0, deletions.size());
        return out.toByteArray();
    }

    /** A sync message with this payload. */
    static byte[] message(int kind, byte[] payload) {
        ByteWriter out = new ByteWriter();
        out.writeVarUint(kind);
        out.writeVarBytes(payload);
        return out.toByteArray();
    }
}
