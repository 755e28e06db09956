package io.codecollab.crdt;

import io.codecollab.crdt.lib0.DecodeLimits;
import io.codecollab.crdt.update.UpdateCursor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Items between the bytes of an update and the document: made from a cursor, cut, kept for later, given their text.
 *
 * <p>An in-flight text item refers to the update's own array until it is integrated (its text is copied into the log's
 * pages) or parked (its text is copied out, so that no network buffer is pinned).
 */
final class InFlight {
    private static final char REPLACEMENT = '\ufffd';

    private InFlight() {}

    /** An item with the content under the cursor; its origins and parent are the caller's to set. */
    static Item item(ClientLog log, UpdateCursor cursor, DecodeLimits limits) {
        int kind = cursor.ref;
        Item item = new Item(log, cursor.clock, cursor.length, kind);
        switch (kind) {
            case Item.DELETED -> {}
            case Item.STRING -> {
                item.mark = cursor.textStart;
                byte[] bytes = cursor.textBytes;
                if (bytes == null) {
                    item.content = cursor.textChars;
                } else {
                    item.content = bytes;
                    if (cursor.textEnd - cursor.textStart == cursor.length) {
                        item.flags |= Item.ASCII_FLAG;
                    }
                }
            }
            case Item.ANY, Item.JSON ->
                item.content = new ValueRun(
                        cursor.valueBytes,
                        cursor.valueStart,
                        cursor.valueEnd,
                        cursor.length,
                        kind == Item.JSON,
                        limits);
            case Item.BINARY -> item.content = value(cursor);
            case Item.EMBED -> item.content = JsonValue.ofEncoded(value(cursor), cursor.valueIsJson);
            case Item.FORMAT ->
                item.content = new Format(named(cursor.key), JsonValue.ofEncoded(value(cursor), cursor.valueIsJson));
            case Item.TYPE -> item.content = new Branch(cursor.typeRef, cursor.typeName, null);
            case Item.DOC -> item.content = Subdocument.decode(named(cursor.guid), value(cursor), limits);
            default -> throw new IllegalStateException("unexpected kind=" + kind);
        }
        return item;
    }

    private static byte[] value(UpdateCursor cursor) {
        return Arrays.copyOfRange(cursor.valueBytes, cursor.valueStart, cursor.valueEnd);
    }

    private static String named(@Nullable String name) {
        if (name == null) {
            throw new IllegalStateException("cursor has no name for this content");
        }
        return name;
    }

    /** Copies a text item's units into its log; everything else has its content already. */
    static void writeText(Item item) {
        if (item.kind() != Item.STRING) {
            return;
        }
        TextPages pages = item.log.text();
        if (item.content instanceof byte[] bytes) {
            if ((item.flags & Item.ASCII_FLAG) != 0) {
                pages.writeAscii(item.clock, bytes, item.mark, item.length);
            } else {
                pages.writeUtf8(item.clock, bytes, item.mark, item.length);
            }
        } else {
            pages.writeChars(item.clock, (char[]) item.requireContent(), item.mark, item.length);
        }
        item.content = null;
        item.mark = 0;
        item.flags &= ~Item.ASCII_FLAG;
    }

    /** Cuts off the first {@code units} units; what remains hangs on the last of them. */
    static void dropPrefix(Item item, int units) {
        switch (item.kind()) {
            case Item.STRING -> dropText(item, units);
            case Item.ANY, Item.JSON -> item.content = item.values().splitOff(units);
            default -> {
                if (item.kind() != Item.DELETED && item.kind() != Item.GC) {
                    throw new IllegalStateException("not divisible, " + item);
                }
            }
        }
        item.clock += units;
        item.length -= units;
        if (!item.isGc()) {
            item.originLog = item.log;
            item.originClock = item.clock - 1;
        }
    }

    private static void dropText(Item item, int units) {
        if (item.content instanceof byte[] && (item.flags & Item.ASCII_FLAG) != 0) {
            item.mark += units;
            return;
        }
        char[] chars = chars(item);
        boolean cutsPair = Character.isHighSurrogate(chars[units - 1]);
        chars = Arrays.copyOfRange(chars, units, chars.length);
        if (cutsPair) {
            chars[0] = REPLACEMENT;
        }
        item.content = chars;
        item.mark = 0;
    }

    /** Makes the item independent of the update's array. */
    static void detach(Item item) {
        if (item.kind() != Item.STRING) {
            return;
        }
        if (item.content instanceof byte[] bytes && (item.flags & Item.ASCII_FLAG) != 0) {
            item.content = Arrays.copyOfRange(bytes, item.mark, item.mark + item.length);
        } else {
            item.content = chars(item);
        }
        item.mark = 0;
    }

    /** The UTF-16 units of an in-flight text item, in an array of their own. */
    static char[] chars(Item item) {
        if (item.content instanceof char[] chars) {
            return Arrays.copyOfRange(chars, item.mark, item.mark + item.length);
        }
        TextPages scratch = new TextPages();
        scratch.writeUtf8(0, (byte[]) item.requireContent(), item.mark, item.length);
        char[] chars = new char[item.length];
        scratch.copyChars(0, item.length, chars, 0);
        return chars;
    }
}
