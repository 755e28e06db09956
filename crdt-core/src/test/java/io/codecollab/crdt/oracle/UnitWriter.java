package io.codecollab.crdt.oracle;

import io.codecollab.crdt.lib0.Any;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.update.IdSet;
import io.codecollab.crdt.update.StructRef;
import io.codecollab.crdt.update.TypeRef;
import io.codecollab.crdt.update.UpdateEncoder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;

/** Writes integrated units as an update V1, neighbours that were typed in one go as one struct. */
final class UnitWriter {

    private final UpdateEncoder encoder = UpdateEncoder.v1();

    private UnitWriter() {}

    /**
     * Writes units and deletions.
     *
     * @param unitsByClient consecutive units of each client
     */
    static byte[] write(NavigableMap<Long, List<Unit>> unitsByClient, Collection<UnitId> deletions) {
        UnitWriter writer = new UnitWriter();
        writer.encoder.rest().writeVarUint(unitsByClient.size());
        unitsByClient.descendingMap().forEach(writer::writeSection);
        IdSet.Builder deleteSet = new IdSet.Builder();
        deletions.forEach(id -> deleteSet.add(id.client(), id.clock(), 1));
        writer.encoder.writeDeleteSet(deleteSet.build());
        return writer.encoder.toByteArray();
    }

    private void writeSection(long client, List<Unit> units) {
        List<List<Unit>> structs = structs(units);
        encoder.rest().writeVarUint(structs.size());
        encoder.writeClient(client);
        encoder.rest().writeVarUint(units.get(0).id.clock());
        structs.forEach(this::writeStruct);
    }

    private static List<List<Unit>> structs(List<Unit> units) {
        List<List<Unit>> structs = new ArrayList<>();
        for (Unit unit : units) {
            if (!structs.isEmpty() && continues(structs.get(structs.size() - 1), unit)) {
                structs.get(structs.size() - 1).add(unit);
            } else {
                structs.add(new ArrayList<>(List.of(unit)));
            }
        }
        return structs;
    }

    private static boolean continues(List<Unit> struct, Unit unit) {
        Unit last = struct.get(struct.size() - 1);
        return unit.kind == last.kind
                && unit.kind != Unit.Kind.TYPE
                && unit.kind != Unit.Kind.COLLECTED
                && unit.deleted == last.deleted
                && unit.key == null
                && Objects.equals(unit.origin, last.id)
                && Objects.equals(unit.rightOrigin, last.rightOrigin);
    }

    private void writeStruct(List<Unit> struct) {
        Unit first = struct.get(0);
        SlowType parent = first.parent;
        if (parent == null) {
            encoder.writeInfo(StructRef.GC);
            encoder.writeLen(struct.size());
            return;
        }
        encoder.writeInfo(ref(first.kind)
                | (first.origin == null ? 0 : StructRef.HAS_ORIGIN)
                | (first.rightOrigin == null ? 0 : StructRef.HAS_RIGHT_ORIGIN)
                | (first.key == null ? 0 : StructRef.HAS_PARENT_SUB));
        if (first.origin != null) {
            encoder.writeLeftId(first.origin.client(), first.origin.clock());
        }
        if (first.rightOrigin != null) {
            encoder.writeRightId(first.rightOrigin.client(), first.rightOrigin.clock());
        }
        if (first.origin == null && first.rightOrigin == null) {
            writePlace(parent, first);
        }
        writeContent(struct);
    }

    private static int ref(Unit.Kind kind) {
        return switch (kind) {
            case COLLECTED -> StructRef.GC;
            case DELETED -> StructRef.DELETED;
            case CHARACTER -> StructRef.STRING;
            case TYPE -> StructRef.TYPE;
            case VALUE -> StructRef.ANY;
        };
    }

    private void writePlace(SlowType parent, Unit unit) {
        encoder.writeParentInfo(parent.rootName != null);
        if (parent.rootName != null) {
            encoder.writeString(parent.rootName);
        } else {
            UnitId holder = Objects.requireNonNull(parent.holder).id;
            encoder.writeParentId(holder.client(), holder.clock());
        }
        if (unit.key != null) {
            encoder.writeString(unit.key);
        }
    }

    private void writeContent(List<Unit> struct) {
        switch (struct.get(0).kind) {
            case DELETED -> encoder.writeLen(struct.size());
            case CHARACTER -> writeText(struct);
            case TYPE -> encoder.writeTypeRef(TypeRef.MAP);
            case VALUE -> writeValues(struct);
            case COLLECTED -> throw new AssertionError("a collected unit stands nowhere");
        }
    }

    private void writeText(List<Unit> struct) {
        StringBuilder text = new StringBuilder();
        struct.forEach(unit -> text.append(unit.value));
        encoder.writeString(text.toString());
    }

    private void writeValues(List<Unit> struct) {
        ByteWriter values = new ByteWriter();
        struct.forEach(unit -> Any.write(values, unit.value));
        encoder.writeLen(struct.size());
        encoder.writeAnyBytes(values.buffer(), 0, values.size());
    }
}
