package io.codecollab.crdt.oracle;

import io.codecollab.crdt.lib0.Any;
import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.DecodeLimits;
import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.crdt.lib0.Undefined;
import io.codecollab.crdt.update.IdSet;
import io.codecollab.crdt.update.StructRef;
import io.codecollab.crdt.update.UpdateCursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes an update apart into units.
 *
 * <p>A struct of length n is n units: the first has the anchors of the struct, each other one has the unit before it as
 * origin and the same right origin. That is what Yjs makes of a struct when it splits it.
 */
final class UnitReader {

    final List<Unit> units = new ArrayList<>();
    final List<UnitId> deletions = new ArrayList<>();

    UnitReader(byte[] update) {
        UpdateCursor cursor = UpdateCursor.v1(update, DecodeLimits.DEFAULT);
        while (cursor.next()) {
            addStruct(cursor);
        }
        addDeletions(cursor.readDeleteSet());
    }

    private void addStruct(UpdateCursor struct) {
        switch (struct.ref) {
            case StructRef.SKIP -> {}
            case StructRef.GC -> {
                for (int i = 0; i < struct.length; i++) {
                    units.add(Unit.collected(new UnitId(struct.client, struct.clock + i)));
                }
            }
            case StructRef.DELETED -> addUnits(struct, Unit.Kind.DELETED, nothing(struct.length));
            case StructRef.STRING -> addUnits(struct, Unit.Kind.CHARACTER, characters(struct));
            case StructRef.ANY, StructRef.JSON -> addUnits(struct, Unit.Kind.VALUE, values(struct));
            case StructRef.TYPE -> addUnits(struct, Unit.Kind.TYPE, nothing(1));
            default -> throw new AssertionError("content the oracle does not know, ref=" + struct.ref);
        }
    }

    private void addUnits(UpdateCursor struct, Unit.Kind kind, List<? extends @Nullable Object> values) {
        UnitId id = new UnitId(struct.client, struct.clock);
        UnitId origin =
                (struct.info & StructRef.HAS_ORIGIN) == 0 ? null : new UnitId(struct.originClient, struct.originClock);
        UnitId rightOrigin = (struct.info & StructRef.HAS_RIGHT_ORIGIN) == 0
                ? null
                : new UnitId(struct.rightOriginClient, struct.rightOriginClock);
        Unit.Place place = place(struct);
        for (Object value : values) {
            units.add(new Unit(id, origin, rightOrigin, place, kind, value));
            origin = id;
            place = Unit.Place.INHERITED;
            id = new UnitId(id.client(), id.clock() + 1);
        }
    }

    private static Unit.Place place(UpdateCursor struct) {
        return switch (struct.parentKind) {
            case UpdateCursor.PARENT_ROOT -> new Unit.Place(struct.parentName, null, struct.parentSub);
            case UpdateCursor.PARENT_ID ->
                new Unit.Place(null, new UnitId(struct.parentClient, struct.parentClock), struct.parentSub);
            default -> Unit.Place.INHERITED;
        };
    }

    private static List<@Nullable Object> nothing(int count) {
        List<@Nullable Object> nothing = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            nothing.add(null);
        }
        return nothing;
    }

    private static List<Character> characters(UpdateCursor struct) {
        byte[] utf8 = Objects.requireNonNull(struct.textBytes);
        String text = new String(utf8, struct.textStart, struct.textEnd - struct.textStart, StandardCharsets.UTF_8);
        return text.chars().mapToObj(unit -> (char) unit).toList();
    }

    private static List<@Nullable Object> values(UpdateCursor struct) {
        ByteReader reader = new ByteReader(struct.valueBytes, struct.valueStart, struct.valueEnd);
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < struct.length; i++) {
            values.add(
                    struct.ref == StructRef.ANY
                            ? Any.read(reader, DecodeLimits.DEFAULT)
                            : json(reader.readVarString()));
        }
        return values;
    }

    private static @Nullable Object json(String text) {
        return text.equals("undefined") ? Undefined.UNDEFINED : JsonText.read(text);
    }

    private void addDeletions(IdSet ids) {
        for (long client : ids.clients()) {
            for (int range = 0; range < ids.rangeCount(client); range++) {
                for (int i = 0; i < ids.rangeLength(client, range); i++) {
                    deletions.add(new UnitId(client, ids.rangeClock(client, range) + i));
                }
            }
        }
    }
}
