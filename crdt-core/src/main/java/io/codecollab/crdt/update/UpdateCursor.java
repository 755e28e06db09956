package io.codecollab.crdt.update;

import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.lib0.DecodeLimits;
import org.jspecify.annotations.Nullable;

/**
 * Reads an update struct by struct without building any: {@link #next()} moves on, the public fields describe the
 * struct under the cursor, {@link #readDeleteSet()} ends the walk.
 *
 * <pre>{@code
 *   while (cursor.next()) {
 *       switch (cursor.ref) { ... }
 *   }
 *   IdSet deleted = cursor.readDeleteSet();
 * }</pre>
 *
 * Everything is checked while it is passed: UTF-8, JSON, values, ids in an item's own future, clocks beyond 2^31-1,
 * unknown kinds of content; what is wrong ends the walk with a {@link DecodeException}. Structs of length 0, which old
 * bugs left in documents, are passed over in silence. Sections come in the order of the bytes, even if a client has two
 * of them.
 *
 * <p>Fields keep what an earlier struct left in them when the current one has no use for them; {@link #parentSub} is
 * the exception: it is null unless it is there. Nothing is allocated per struct, except for names that were not the
 * same in the struct before.
 *
 * <p>Not thread-safe.
 */
public abstract sealed class UpdateCursor permits UpdateCursorV1, UpdateCursorV2 {

    /** {@link #parentKind}: the item is where its origin or right origin is. */
    public static final int PARENT_INHERITED = 0;

    /** {@link #parentKind}: the item is in the root type called {@link #parentName}. */
    public static final int PARENT_ROOT = 1;

    /** {@link #parentKind}: the item is in the type that the item {@link #parentClient}, {@link #parentClock} holds. */
    public static final int PARENT_ID = 2;

    /** The client whose struct this is. */
    public long client;

    /** Its first clock. */
    public int clock;

    /** How many clocks it covers, at least 1. */
    public int length;

    /** The info byte, see {@link StructRef}. */
    public int info;

    /** What kind of struct it is: one of the constants of {@link StructRef}. */
    public int ref;

    /** The origin, if {@link StructRef#HAS_ORIGIN} is set in {@link #info}. */
    public long originClient;

    /** See {@link #originClient}. */
    public int originClock;

    /** The right origin, if {@link StructRef#HAS_RIGHT_ORIGIN} is set in {@link #info}. */
    public long rightOriginClient;

    /** See {@link #rightOriginClient}. */
    public int rightOriginClock;

    /** How the item tells its parent. */
    public int parentKind;

    /** The name of the root type for {@link #PARENT_ROOT}. */
    public @Nullable String parentName;

    /** The item that holds the parent for {@link #PARENT_ID}. */
    public long parentClient;

    /** See {@link #parentClient}. */
    public int parentClock;

    /** The key of a map entry when the bytes have it, else null. */
    public @Nullable String parentSub;

    /**
     * {@link StructRef#STRING}: the text as the UTF-8 from {@link #textStart} to {@link #textEnd} of this array, pure
     * ASCII exactly when that is as long as {@link #length}; null when the text is in {@link #textChars}.
     */
    public byte @Nullable [] textBytes;

    /** {@link StructRef#STRING} in V2 with a string column that is not pure ASCII: the text as UTF-16. */
    public char @Nullable [] textChars;

    /** Where the text starts. */
    public int textStart;

    /** Where the text ends. */
    public int textEnd;

    /**
     * The array with the encoded value: for {@link StructRef#JSON} (varStrings) and {@link StructRef#ANY} all elements
     * without their count, which is {@link #length}; for {@link StructRef#BINARY} the bytes without their length; for
     * {@link StructRef#EMBED} and {@link StructRef#FORMAT} see {@link #valueIsJson}; for {@link StructRef#DOC} the
     * options.
     */
    public byte[] valueBytes;

    /** Where the value starts. */
    public int valueStart;

    /** Where the value ends. */
    public int valueEnd;

    /** {@link StructRef#EMBED}, {@link StructRef#FORMAT}: whether the value is JSON text (V1) or an any value (V2). */
    public final boolean valueIsJson;

    /** {@link StructRef#FORMAT}: the name of the attribute. */
    public String key = "";

    /** {@link StructRef#TYPE}: which type, see {@link TypeRef}. */
    public int typeRef;

    /** {@link StructRef#TYPE}: the node name of an XmlElement, the hook name of an XmlHook, null for others. */
    public @Nullable String typeName;

    /** {@link StructRef#DOC}: the name of the subdocument. */
    public String guid = "";

    /** V1 only: where the struct starts in the update, at its info byte. */
    public int structStart;

    /** V1 only: where the struct ends. */
    public int structEnd;

    /** V1 only: where the payload of the content starts; for a GC or a Skip, its length. */
    public int headerEnd;

    final byte[] update;
    final DecodeLimits limits;

    int sectionsLeft;
    int structsLeft;
    int nextClock;
    private boolean deleteSetRead;

    UpdateCursor(byte[] update, DecodeLimits limits, boolean valueIsJson) {
        this.update = update;
        this.valueBytes = update;
        this.limits = limits;
        this.valueIsJson = valueIsJson;
    }

    /** A cursor over an update in format V1, before its first struct. */
    public static UpdateCursor v1(byte[] update, DecodeLimits limits) {
        return new UpdateCursorV1(update, limits);
    }

    /** A cursor over an update in format V2, before its first struct. */
    public static UpdateCursor v2(byte[] update, DecodeLimits limits) {
        return new UpdateCursorV2(update, limits);
    }

    /**
     * Moves to the next struct.
     *
     * @return false when there is none: now the delete set can be read
     * @throws DecodeException when the bytes are no update
     */
    public abstract boolean next();

    /**
     * Reads the delete set that follows the structs. To be called once, after {@link #next()} has returned false.
     *
     * @throws DecodeException when the bytes are none
     */
    public final IdSet readDeleteSet() {
        claimDeleteSet();
        return decodeDeleteSet();
    }

    /** As {@link #readDeleteSet()}, but adds the ids to a builder. */
    public final void readDeleteSet(IdSet.Builder builder) {
        claimDeleteSet();
        decodeDeleteSet(builder);
    }

    abstract IdSet decodeDeleteSet();

    abstract void decodeDeleteSet(IdSet.Builder builder);

    private void claimDeleteSet() {
        if (sectionsLeft > 0 || structsLeft > 0 || deleteSetRead) {
            throw new IllegalStateException("the delete set is read once, after the last struct");
        }
        deleteSetRead = true;
    }

    /** How many client sections the update says it has. */
    public abstract int sectionCount();

    /** How many structs are left in the current client section, by its own account. */
    public final int sectionRemaining() {
        return structsLeft;
    }

    /** Checks the ids an item refers to, once all of its header is known. Nothing can depend on its own future. */
    final void checkAnchors(int offset) {
        if (((info & StructRef.HAS_ORIGIN) != 0 && originClient == client && originClock >= clock)
                || ((info & StructRef.HAS_RIGHT_ORIGIN) != 0
                        && rightOriginClient == client
                        && rightOriginClock >= clock)
                || (parentKind == PARENT_ID && parentClient == client && parentClock >= clock)) {
            throw new DecodeException("item refers to its own future, client=" + client + ", clock=" + clock, offset);
        }
    }

    /** Passes the clocks of the current struct. */
    final void advanceClock(int offset) {
        int end = clock + length;
        if (end < 0) {
            throw new DecodeException("clock exceeds 2^31-1, client=" + client, offset);
        }
        nextClock = end;
    }

    static DecodeException unknownContent(int ref, int offset) {
        return new DecodeException("unknown content ref=" + ref, offset);
    }

    static DecodeException unknownType(int typeRef, int offset) {
        return new DecodeException("unknown type ref=" + typeRef, offset);
    }
}
