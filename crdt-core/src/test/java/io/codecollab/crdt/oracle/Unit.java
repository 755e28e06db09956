package io.codecollab.crdt.oracle;

import org.jspecify.annotations.Nullable;

/** One clock of one client: one character, one value, one type. Mutable, owned by its document. */
final class Unit {

    /** What a unit holds. */
    enum Kind {
        /** Nothing, and it stands nowhere: the struct that Yjs calls GC. */
        COLLECTED,
        /** Something that was deleted before this replica heard of it. */
        DELETED,
        CHARACTER,
        VALUE,
        TYPE
    }

    final UnitId id;

    /** The unit this one was inserted after, as its author saw it; null at the start. */
    final @Nullable UnitId origin;

    /** The unit this one was inserted before, as its author saw it; null at the end. */
    final @Nullable UnitId rightOrigin;

    /** Where it stands, as far as the update says so: units with an origin stand where their origin does. */
    final Place place;

    final Kind kind;

    /** A Character or a value; null when there is nothing. */
    final @Nullable Object value;

    /** The type it holds, when it is a {@link Kind#TYPE}. */
    final @Nullable SlowType type;

    /** The type this unit was put into; null until it is integrated, and for ever when {@link Kind#COLLECTED}. */
    @Nullable
    SlowType parent;

    /** The key under which it stands in its parent; null for a list unit. */
    @Nullable
    String key;

    boolean deleted;

    Unit(
            UnitId id,
            @Nullable UnitId origin,
            @Nullable UnitId rightOrigin,
            Place place,
            Kind kind,
            @Nullable Object value) {
        this.id = id;
        this.origin = origin;
        this.rightOrigin = rightOrigin;
        this.place = place;
        this.kind = kind;
        this.value = value;
        this.type = kind == Kind.TYPE ? SlowType.heldBy(this) : null;
        this.deleted = kind == Kind.DELETED || kind == Kind.COLLECTED;
    }

    static Unit collected(UnitId id) {
        return new Unit(id, null, null, Place.INHERITED, Kind.COLLECTED, null);
    }

    boolean stands() {
        return parent != null;
    }

    /**
     * What an update says about the parent: nothing, a root type's name, or the unit that holds the type.
     *
     * @param key the map key, only given together with a root name or a holder
     */
    record Place(
            @Nullable String rootName,
            @Nullable UnitId holder,
            @Nullable String key) {
        static final Place INHERITED = new Place(null, null, null);
    }
}
