package io.codecollab.crdt;

import org.jspecify.annotations.Nullable;

/**
 * About how many bytes of heap the parts of a document take, from counters that are kept while it changes.
 *
 * <p>Sizes are those of a 64-bit JVM with compressed references; objects of a fixed size are counted, whatever grows with
 * what strangers send is measured. Stateless.
 */
final class MemoryEstimate {
    static final int ITEM = 72;
    static final int ARRAY_HEADER = 16;
    static final int REFERENCE = 4;

    /** An empty document, and an empty subdocument: the object itself, tables, options. */
    private static final int DOC = 800;

    private static final int ROOT = 250;

    /** A client's log, its clock index, its place in the table. */
    private static final int LOG = 200;

    private static final int TEXT_PAGES = 48;
    private static final int MAP_ENTRY = 56;
    private static final int VALUE_RUN = 40 + ARRAY_HEADER;
    private static final int JSON_VALUE = 40 + ARRAY_HEADER;
    private static final int NAMED = 80;
    private static final int BRANCH = 96;

    /** A parked struct beside the item itself: its place in the queue. */
    static final int PARKED = ITEM + 56;

    static final int PARKED_QUEUE = 200;
    static final int PARKED_RANGE = 72;

    private MemoryEstimate() {}

    /** The whole document without what was encoded of it. */
    static long of(Doc doc) {
        long bytes = DOC + (long) ROOT * doc.rootNames().size() + doc.pending().memoryBytes();
        for (ClientLog log : doc.store().descending()) {
            bytes += LOG + log.memoryBytes();
            TextPages text = log.text;
            bytes += text == null ? 0 : TEXT_PAGES + text.memoryBytes();
        }
        return bytes;
    }

    /** What a struct takes beside the item itself: its content, its key. Text that lies in the log's pages is not its. */
    static int content(Item item) {
        return fixed(item)
                + switch (item.kind()) {
                    case Item.STRING -> arrayBytes(item.content);
                    case Item.ANY, Item.JSON -> item.values().memoryBytes();
                    case Item.BINARY -> arrayBytes(item.content);
                    case Item.EMBED -> JSON_VALUE + ((JsonValue) item.requireContent()).encodedBytes();
                    case Item.FORMAT ->
                        NAMED + JSON_VALUE + item.format().json().encodedBytes();
                    case Item.TYPE -> BRANCH;
                    case Item.DOC -> DOC;
                    default -> 0;
                };
    }

    /** The part of {@link #content} that both halves have when an item is cut. */
    static int fixed(Item item) {
        int bytes = item.isMapEntry() ? MAP_ENTRY : 0;
        return item.kind() == Item.ANY || item.kind() == Item.JSON ? bytes + VALUE_RUN : bytes;
    }

    private static int arrayBytes(@Nullable Object array) {
        if (array instanceof byte[] bytes) {
            return ARRAY_HEADER + bytes.length;
        }
        return array instanceof char[] chars ? ARRAY_HEADER + Character.BYTES * chars.length : 0;
    }
}
