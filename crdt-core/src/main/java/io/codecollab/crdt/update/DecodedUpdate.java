package io.codecollab.crdt.update;

import io.codecollab.crdt.lib0.Any;
import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.crdt.lib0.Undefined;
import io.codecollab.crdt.lib0.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything in an update as objects, for people to look at and for tests. Programs that want to be quick use an
 * {@link UpdateCursor}.
 *
 * <p>Immutable, but for byte arrays in contents.
 *
 * @param structs the structs in the order of the bytes
 * @param deleteSet the ids the update deletes
 */
public record DecodedUpdate(List<Struct> structs, IdSet deleteSet) {

    /**
     * The id of a struct's first clock, or of a clock inside it.
     *
     * @param client a number up to 2^53-1
     * @param clock counts what that client has ever made
     */
    public record Id(long client, int clock) {

        /** Such as {@code 7:12}. */
        @Override
        public String toString() {
            return client + ":" + clock;
        }
    }

    /** What a struct is, in the order of {@link StructRef}. */
    public enum Kind {
        /** Collected structs. */
        GC,
        /** Content that was deleted and dropped. */
        DELETED,
        /** A list of values, in the legacy form. */
        JSON,
        /** A byte array. */
        BINARY,
        /** A String. */
        STRING,
        /** A value embedded in a text. */
        EMBED,
        /** The start or end of a text attribute: {@link Attribute}. */
        FORMAT,
        /** A nested type: {@link NestedType}. */
        TYPE,
        /** A list of values. */
        ANY,
        /** A subdocument: {@link Subdocument}. */
        DOC,
        /** A hole. */
        SKIP
    }

    /**
     * One struct.
     *
     * @param id its first clock
     * @param length how many clocks it covers
     * @param kind what it is
     * @param origin what it was inserted after
     * @param rightOrigin what it was inserted before
     * @param parentName the root type it is in, when the bytes say so
     * @param parentId the item that holds the type it is in, when the bytes say so
     * @param parentSub its key in a map, when the bytes say so
     * @param content what it holds, see {@link Kind}; null for kinds that hold nothing
     */
    public record Struct(
            Id id,
            int length,
            Kind kind,
            @Nullable Id origin,
            @Nullable Id rightOrigin,
            @Nullable String parentName,
            @Nullable Id parentId,
            @Nullable String parentSub,
            @Nullable Object content) {}

    /** The start of a text attribute, or its end when the value is null. */
    public record Attribute(String key, @Nullable Object value) {}

    /** A nested type, see {@link TypeRef}, and the name of an XML element or hook. */
    public record NestedType(int typeRef, @Nullable String name) {}

    /** A subdocument and its options. */
    public record Subdocument(String guid, @Nullable Object options) {}

    private static final Kind[] KINDS = Kind.values();

    static DecodedUpdate read(UpdateCursor cursor) {
        List<Struct> structs = new ArrayList<>();
        while (cursor.next()) {
            structs.add(struct(cursor));
        }
        return new DecodedUpdate(Collections.unmodifiableList(structs), cursor.readDeleteSet());
    }

    private static Struct struct(UpdateCursor at) {
        Id id = new Id(at.client, at.clock);
        Kind kind = KINDS[at.ref];
        if (kind == Kind.GC || kind == Kind.SKIP) {
            return new Struct(id, at.length, kind, null, null, null, null, null, null);
        }
        return new Struct(
                id,
                at.length,
                kind,
                (at.info & StructRef.HAS_ORIGIN) == 0 ? null : new Id(at.originClient, at.originClock),
                (at.info & StructRef.HAS_RIGHT_ORIGIN) == 0 ? null : new Id(at.rightOriginClient, at.rightOriginClock),
                at.parentKind == UpdateCursor.PARENT_ROOT ? at.parentName : null,
                at.parentKind == UpdateCursor.PARENT_ID ? new Id(at.parentClient, at.parentClock) : null,
                at.parentSub,
                content(at, kind));
    }

    private static @Nullable Object content(UpdateCursor at, Kind kind) {
        return switch (kind) {
            case GC, SKIP, DELETED -> null;
            case JSON -> jsonElements(at);
            case BINARY -> Arrays.copyOfRange(at.valueBytes, at.valueStart, at.valueEnd);
            case STRING -> text(at);
            case EMBED -> value(at);
            case FORMAT -> new Attribute(at.key, value(at));
            case TYPE -> new NestedType(at.typeRef, at.typeName);
            case ANY -> anyElements(at);
            case DOC -> new Subdocument(at.guid, Any.read(valueReader(at), at.limits));
        };
    }

    private static @Nullable String text(UpdateCursor at) {
        if (at.textBytes != null) {
            return Utf8.decodeValid(at.textBytes, at.textStart, at.textEnd, at.length);
        }
        return at.textChars == null ? null : new String(at.textChars, at.textStart, at.length);
    }

    private static @Nullable Object value(UpdateCursor at) {
        return at.valueIsJson
                ? JsonText.read(Utf8.decode(at.valueBytes, at.valueStart, at.valueEnd), at.limits)
                : Any.read(valueReader(at), at.limits);
    }

    private static List<@Nullable Object> anyElements(UpdateCursor at) {
        ByteReader in = valueReader(at);
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = 0; i < at.length; i++) {
            elements.add(Any.read(in, at.limits));
        }
        return Collections.unmodifiableList(elements);
    }

    private static List<@Nullable Object> jsonElements(UpdateCursor at) {
        ByteReader in = valueReader(at);
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = 0; i < at.length; i++) {
            String json = in.readVarString();
            elements.add(json.equals("undefined") ? Undefined.UNDEFINED : JsonText.read(json, at.limits));
        }
        return Collections.unmodifiableList(elements);
    }

    private static ByteReader valueReader(UpdateCursor at) {
        return new ByteReader(at.valueBytes, at.valueStart, at.valueEnd);
    }
}
