package io.codecollab.crdt;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The inside of one shared type: its list of items, its map of keys, and where it hangs. {@link SharedType} is the face
 * that callers see; a branch read from an update has none until someone asks for it.
 *
 * <p>Not thread-safe; owned by its document's writer.
 */
final class Branch {
    /* Yjs's type references. */
    static final int ARRAY = 0;
    static final int MAP = 1;
    static final int TEXT = 2;
    static final int XML_ELEMENT = 3;
    static final int XML_FRAGMENT = 4;
    static final int XML_HOOK = 5;
    static final int XML_TEXT = 6;
    /** A root type that an update has named and nobody has defined yet. */
    static final int UNTYPED = -1;

    int typeRef;

    /** Node name of an XmlElement, hook name of an XmlHook. */
    final @Nullable String name;

    /** Name of a root type; null for a nested one. */
    final @Nullable String rootName;

    /** The item that holds this type; null for a root type. */
    @Nullable
    Item item;

    @Nullable
    Doc doc;

    @Nullable
    Item start;

    /** Key to the rightmost item of the key's chain; the value if that item is not deleted. */
    @Nullable
    Map<String, Item> entries;

    /** Sum of the visible lengths of the list. */
    int length;

    boolean hasFormatting;

    @Nullable
    ListCursor cursor;

    @Nullable
    SharedType type;
    /* Observers of both kinds, to tell the document of when it gets to know this type. */
    int observerCount;

    @Nullable
    Listeners<Consumer<YEvent>> observers;

    @Nullable
    Listeners<Consumer<List<YEvent>>> deepObservers;

    Branch(int typeRef, @Nullable String name, @Nullable String rootName) {
        this.typeRef = typeRef;
        this.name = name;
        this.rootName = rootName;
    }

    static Branch root(Doc doc, String rootName) {
        Branch branch = new Branch(UNTYPED, null, rootName);
        branch.doc = doc;
        return branch;
    }

    @Nullable
    Branch parent() {
        Item holder = item;
        return holder == null ? null : holder.parent;
    }

    /** Whether the item that holds this type was deleted. */
    boolean isDeleted() {
        Item holder = item;
        return holder != null && holder.isDeleted();
    }

    @Nullable
    Item entry(String key) {
        Map<String, Item> map = entries;
        return map == null ? null : map.get(key);
    }

    void entry(String key, Item value) {
        Map<String, Item> map = entries;
        if (map == null) {
            map = new LinkedHashMap<>(4);
            entries = map;
        }
        map.put(key, value);
    }

    /** The value of a key, or null if it has none now. */
    @Nullable
    Item liveEntry(String key) {
        Item value = entry(key);
        return value == null || value.isDeleted() ? null : value;
    }

    /** Leftmost item of a key's chain, the oldest value. */
    @Nullable
    Item firstOfChain(String key) {
        Item item = entry(key);
        while (item != null && item.left != null) {
            item = item.left;
        }
        return item;
    }

    ListCursor cursor() {
        ListCursor known = cursor;
        if (known == null) {
            known = new ListCursor(this);
            cursor = known;
        }
        return known;
    }

    boolean isText() {
        return typeRef == TEXT || typeRef == XML_TEXT;
    }
}
