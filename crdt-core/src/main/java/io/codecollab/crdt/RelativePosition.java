package io.codecollab.crdt;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.DecodeException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place in a list or text that stays where it is while others edit: it is tied to a unit, or to the end or start of the
 * type when there is no such unit. A cursor, for example.
 *
 * <pre>
 *   relativePosition := varUint(0) varUint(client) varUint(clock) assoc      at a unit
 *                     | varUint(1) varString(tname)               assoc      at the end of a root type
 *                     | varUint(2) varUint(client) varUint(clock) assoc      at the end of a nested type
 *   assoc            := varInt | nothing                                     nothing, in old data, is 0
 * </pre>
 *
 * <p>Source: Yjs 13.6 {@code RelativePosition.js}. Immutable. Equal positions have equal parts: one that was encoded at a
 * unit and decoded no longer knows its type and is not equal to the original.
 *
 * @param type id of the item that holds the type, if it is nested and known
 * @param tname name of the type, if it is a root type and known
 * @param item the unit; null at the end or start of the type
 * @param assoc 0 or more: the place belongs to the unit that follows; negative: to the unit before it
 */
public record RelativePosition(
        @Nullable Id type, @Nullable String tname, @Nullable Id item, int assoc) {
    private static final int AT_UNIT = 0;
    private static final int AT_ROOT_TYPE = 1;
    private static final int AT_NESTED_TYPE = 2;

    public RelativePosition {
        if (type == null && tname == null && item == null) {
            throw new IllegalArgumentException("one of type, tname and item must say where the position is");
        }
    }

    /* From and to an index. */

    /** The place before the unit at {@code index}; an index beyond the end means the end. */
    public static RelativePosition fromTypeIndex(SharedType type, int index) {
        return fromTypeIndex(type, index, 0);
    }

    /**
     * The place left of the unit at {@code index}; an index beyond the end means the end.
     *
     * @param type part of a document; in a map there are no indices
     * @param assoc negative to tie the place to the unit before it
     * @throws IndexOutOfBoundsException if the index is negative
     */
    public static RelativePosition fromTypeIndex(SharedType type, int index, int assoc) {
        if (index < 0) {
            throw new IndexOutOfBoundsException("index=" + index);
        }
        type.requireDoc();
        Branch branch = type.branch;
        return at(branch, assoc < 0 ? unitBefore(branch, index) : unitAt(branch, index), assoc);
    }

    private static @Nullable Id unitAt(Branch branch, int index) {
        if (index >= branch.length) {
            return null;
        }
        ListCursor cursor = branch.cursor();
        Item item = cursor.find(index);
        return new Id(item.client(), item.clock + index - cursor.index());
    }

    /* Beyond the last visible unit it is the last physical one, a tombstone perhaps. */
    private static @Nullable Id unitBefore(Branch branch, int index) {
        if (index == 0) {
            return null;
        }
        if (index <= branch.length) {
            return unitAt(branch, index - 1);
        }
        Item last = ListEdits.lastItem(branch);
        return last == null ? null : new Id(last.client(), last.clockLast());
    }

    private static RelativePosition at(Branch branch, @Nullable Id unit, int assoc) {
        Item holder = branch.item;
        return holder == null
                ? new RelativePosition(null, branch.rootName, unit, assoc)
                : new RelativePosition(new Id(holder.client(), holder.clock), null, unit, assoc);
    }

    /** Where the place is now, as far as the content of undone deletions can be followed to where it came back. */
    public @Nullable AbsolutePosition toAbsolute(Doc doc) {
        return toAbsolute(doc, true);
    }

    /**
     * Where the place is now.
     *
     * @param followUndoneDeletions whether a unit that was deleted and brought back by an undo here is followed; peers do not
     *     know of that, so whoever wants the same result everywhere says false
     * @return null if the document does not know the unit or the type, or has released it
     */
    public @Nullable AbsolutePosition toAbsolute(Doc doc, boolean followUndoneDeletions) {
        Id unit = item;
        return unit != null
                ? atUnit(RedoneItem.find(doc, unit, followUndoneDeletions))
                : atEdge(typeAtEdge(doc, followUndoneDeletions));
    }

    private @Nullable AbsolutePosition atUnit(@Nullable RedoneItem found) {
        if (found == null || found.item().isGc()) {
            return null;
        }
        Item right = found.item();
        Branch branch = right.requireParent();
        int index = 0;
        if (!branch.isDeleted()) {
            index = right.isVisible() ? found.offset() + (assoc >= 0 ? 0 : 1) : 0;
            if (!right.isMapEntry()) { // what is left of a map entry are older values, all of them deleted
                index += branch.cursor().indexOf(right);
            }
        }
        return new AbsolutePosition(SharedType.of(branch), index, assoc);
    }

    private @Nullable Branch typeAtEdge(Doc doc, boolean followUndoneDeletions) {
        if (tname != null) {
            return doc.root(tname);
        }
        RedoneItem found = type == null ? null : RedoneItem.find(doc, type, followUndoneDeletions);
        return found != null && found.item().kind() == Item.TYPE ? found.item().branch() : null;
    }

    private @Nullable AbsolutePosition atEdge(@Nullable Branch branch) {
        return branch == null
                ? null
                : new AbsolutePosition(SharedType.of(branch), assoc >= 0 ? branch.length : 0, assoc);
    }

    /* Bytes. */

    /** The position as bytes. At a unit, the type is left out. */
    public byte[] encode() {
        ByteWriter writer = new ByteWriter();
        if (item != null) {
            writer.writeVarUint(AT_UNIT);
            writeId(writer, item);
        } else if (tname != null) {
            writer.writeVarUint(AT_ROOT_TYPE);
            writer.writeVarString(tname);
        } else if (type != null) {
            writer.writeVarUint(AT_NESTED_TYPE);
            writeId(writer, type);
        }
        writer.writeVarInt(assoc);
        return writer.toByteArray();
    }

    private static void writeId(ByteWriter writer, Id id) {
        writer.writeVarUint(id.client());
        writer.writeVarUint(id.clock());
    }

    /**
     * Reads an encoded position; bytes after it are ignored.
     *
     * @throws DecodeException if the bytes are none
     */
    public static RelativePosition decode(byte[] encoded) {
        ByteReader reader = new ByteReader(encoded);
        Id type = null;
        String tname = null;
        Id item = null;
        int tag = reader.readVarUint31("position tag");
        switch (tag) {
            case AT_UNIT -> item = readId(reader);
            case AT_ROOT_TYPE -> tname = reader.readVarString();
            case AT_NESTED_TYPE -> type = readId(reader);
            default -> throw reader.failure("unknown position tag=" + tag);
        }
        return new RelativePosition(type, tname, item, readAssoc(reader));
    }

    private static Id readId(ByteReader reader) {
        return new Id(reader.readVarUint(), reader.readVarUint31("clock"));
    }

    private static int readAssoc(ByteReader reader) {
        if (!reader.hasRemaining()) {
            return 0;
        }
        long assoc = reader.readVarInt();
        if (assoc != (int) assoc) {
            throw reader.failure("association exceeds 32 bits");
        }
        return (int) assoc;
    }

    /* JSON. */

    /** The position as Yjs puts it in JSON: {@code {type?:{client,clock}, tname?, item?:{client,clock}, assoc}}. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        if (type != null) {
            json.put("type", idToJson(type));
        }
        if (tname != null) {
            json.put("tname", tname);
        }
        if (item != null) {
            json.put("item", idToJson(item));
        }
        json.put("assoc", (long) assoc);
        return json;
    }

    private static Map<String, Object> idToJson(Id id) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("client", id.client());
        json.put("clock", (long) id.clock());
        return json;
    }

    /**
     * Reads what {@link #toJson} or Yjs wrote; {@code assoc} may be missing.
     *
     * @throws IllegalArgumentException if it is no position
     */
    public static RelativePosition fromJson(Map<String, ?> json) {
        Object tname = json.get("tname");
        if (tname != null && !(tname instanceof String)) {
            throw new IllegalArgumentException("tname is not a string, json=" + json);
        }
        Object assoc = json.get("assoc");
        return new RelativePosition(
                idFromJson(json.get("type")),
                (String) tname,
                idFromJson(json.get("item")),
                assoc == null ? 0 : (int) integer(assoc, Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    private static @Nullable Id idFromJson(@Nullable Object json) {
        if (json == null) {
            return null;
        }
        if (!(json instanceof Map<?, ?> id)) {
            throw new IllegalArgumentException("not an id, json=" + json);
        }
        long client = integer(id.get("client"), 0, ByteReader.MAX_SAFE_INTEGER);
        return new Id(client, (int) integer(id.get("clock"), 0, Integer.MAX_VALUE));
    }

    private static long integer(@Nullable Object json, long least, long most) {
        if (json instanceof Number number) {
            long value = number.longValue();
            if (value == number.doubleValue() && value >= least && value <= most) {
                return value;
            }
        }
        throw new IllegalArgumentException("not an integer from " + least + " to " + most + ", json=" + json);
    }
}
