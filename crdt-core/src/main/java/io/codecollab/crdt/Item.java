package io.codecollab.crdt;

import org.jspecify.annotations.Nullable;

/**
 * One struct of the document: a run of consecutive clocks of one client that stands at one place.
 *
 * <p>Not thread-safe; owned by its document's writer, never visible outside this package.
 */
/*
 * Every block of a document is one of these, so the fields are chosen for 72 bytes on a 64-bit JVM (no id objects, no
 * content object for text):
 *
 *   left, right      neighbours in document order, tombstones included
 *   next             the struct with the following clock of the same client
 *   origin           (originLog, originClock): the unit this one was inserted after, as its author saw it
 *   rightOrigin      the unit it was inserted before
 *   parent           the type it stands in; null for a GC struct, which stands in no list
 *   keyOrLeaf        map entries: the key (String). List items: the PositionIndex leaf, or null
 *   content          by kind: STRING and DELETED keep nothing here (text lives in the log's TextPages, by clock)
 *   mark             stamp of the last conflict scan that saw this item; while in flight, offset of its text in content
 *
 * In flight (decoded, not integrated): `left`, `right` and `parent` may be unset; a STRING keeps its source array in
 * `content` and the start in `mark`; PARENT_BY_ID says that the origin fields hold the id of the parent type's item.
 */
final class Item {
    /* Kinds are Yjs's struct and content reference numbers. */
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

    static final int KIND_MASK = 0xf;
    static final int DELETED_FLAG = 1 << 4;
    static final int KEEP_FLAG = 1 << 5;
    static final int MAP_ENTRY_FLAG = 1 << 6;
    static final int PARENT_BY_ID_FLAG = 1 << 7;
    static final int REDONE_FLAG = 1 << 8;
    static final int ASCII_FLAG = 1 << 9;
    static final int MERGED_FLAG = 1 << 10;

    private static final int COUNTABLE_KINDS =
            (1 << JSON) | (1 << BINARY) | (1 << STRING) | (1 << EMBED) | (1 << TYPE) | (1 << ANY) | (1 << DOC);
    private static final int MERGEABLE_KINDS = (1 << DELETED) | (1 << JSON) | (1 << STRING) | (1 << ANY);

    final ClientLog log;
    int clock;
    int length;
    int flags;

    @Nullable
    Item left;

    @Nullable
    Item right;

    @Nullable
    Item next;

    @Nullable
    ClientLog originLog;

    int originClock;

    @Nullable
    ClientLog rightOriginLog;

    int rightOriginClock;

    @Nullable
    Branch parent;

    @Nullable
    Object keyOrLeaf;

    @Nullable
    Object content;

    int mark;

    Item(ClientLog log, int clock, int length, int flags) {
        this.log = log;
        this.clock = clock;
        this.length = length;
        this.flags = flags;
    }

    int kind() {
        return flags & KIND_MASK;
    }

    int clockEnd() {
        return clock + length;
    }

    int clockLast() {
        return clock + length - 1;
    }

    long client() {
        return log.client;
    }

    boolean isGc() {
        return (flags & KIND_MASK) == GC;
    }

    /** GC structs count as deleted. */
    boolean isDeleted() {
        return (flags & DELETED_FLAG) != 0;
    }

    boolean isKept() {
        return (flags & KEEP_FLAG) != 0;
    }

    void keep(boolean keep) {
        flags = keep ? flags | KEEP_FLAG : flags & ~KEEP_FLAG;
    }

    /** Whether its units have an index in the list; ask {@link #isVisible} to leave out what was deleted. */
    boolean isCountable() {
        return ((COUNTABLE_KINDS >>> (flags & KIND_MASK)) & 1) != 0;
    }

    /** Counts towards the length of its list: countable and not deleted. */
    boolean isVisible() {
        return (flags & DELETED_FLAG) == 0 && ((COUNTABLE_KINDS >>> (flags & KIND_MASK)) & 1) != 0;
    }

    int visibleLength() {
        return isVisible() ? length : 0;
    }

    /** Whether another struct has taken over its units: it is in no list and in no log any more. */
    boolean isMerged() {
        return (flags & MERGED_FLAG) != 0;
    }

    boolean isMapEntry() {
        return (flags & MAP_ENTRY_FLAG) != 0;
    }

    /** The map key or attribute name this is a value of; null for a list item. */
    @Nullable
    String parentSub() {
        return (flags & MAP_ENTRY_FLAG) != 0 ? (String) keyOrLeaf : null;
    }

    void parentSub(String key) {
        flags |= MAP_ENTRY_FLAG;
        keyOrLeaf = key;
    }

    PositionIndex.@Nullable Leaf leaf() {
        return (flags & MAP_ENTRY_FLAG) != 0 ? null : (PositionIndex.Leaf) keyOrLeaf;
    }

    boolean hasKindThatMerges() {
        return ((MERGEABLE_KINDS >>> (flags & KIND_MASK)) & 1) != 0;
    }

    /** The content of a TYPE item. */
    Branch branch() {
        return (Branch) requireContent();
    }

    /** The content of an ANY or JSON item. */
    ValueRun values() {
        return (ValueRun) requireContent();
    }

    /** The content of a FORMAT item. */
    Format format() {
        return (Format) requireContent();
    }

    Object requireContent() {
        Object value = content;
        if (value == null) {
            throw new IllegalStateException("struct has no content, " + this);
        }
        return value;
    }

    Branch requireParent() {
        Branch branch = parent;
        if (branch == null) {
            throw new IllegalStateException("struct has no parent, " + this);
        }
        return branch;
    }

    /** Turns a deleted item into a tombstone that keeps its place; what it held is released. */
    void becomeDeletedContent() {
        flags = (flags & ~KIND_MASK) | DELETED;
        content = null;
    }

    /** Takes a deleted item out of its list for good. */
    void becomeGc() {
        flags = GC | DELETED_FLAG;
        left = null;
        right = null;
        parent = null;
        originLog = null;
        rightOriginLog = null;
        keyOrLeaf = null;
        content = null;
    }

    @Override
    public String toString() {
        return "Item[client=" + log.client + ", clock=" + clock + ", length=" + length + ", kind=" + kind()
                + (isDeleted() ? ", deleted]" : "]");
    }
}
