package io.codecollab.crdt;

import io.codecollab.crdt.lib0.Undefined;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes items of the own client from what a caller inserts. */
final class LocalContent {
    private LocalContent() {}

    /** Values that share one item with their neighbours: what JSON can hold. */
    static boolean isPlain(@Nullable Object value) {
        return value == null
                || value instanceof String
                || value instanceof Boolean
                || (value instanceof Number && !(value instanceof BigInteger))
                || value instanceof Map
                || value instanceof List;
    }

    /** Lists take no BigInteger and no undefined, as in Yjs; maps do. */
    static void checkListValue(@Nullable Object value) {
        if (!isPlain(value) && !(value instanceof SharedType || value instanceof byte[] || value instanceof Doc)) {
            throw unsupported(value);
        }
    }

    private static IllegalArgumentException unsupported(@Nullable Object value) {
        return new IllegalArgumentException("not a value that can be shared here, class="
                + (value == null ? "null" : value.getClass().getName())
                + " (null, Boolean, Number, String, byte[], List, Map, a shared type or a Doc can)");
    }

    static Item plainItem(Doc doc, List<@Nullable Object> values) {
        return withContent(doc, values.size(), Item.ANY, ValueRun.of(values));
    }

    /** One value, shared type or subdocument. */
    static Item item(Doc doc, @Nullable Object value) {
        if (value instanceof SharedType type) {
            return withContent(doc, 1, Item.TYPE, type.branchForInsertion());
        }
        if (value instanceof byte[] bytes) {
            return withContent(doc, 1, Item.BINARY, bytes.clone());
        }
        if (value instanceof Doc subdoc) {
            subdoc.checkNotASubdoc();
            return withContent(doc, 1, Item.DOC, Subdocument.of(subdoc));
        }
        if (isPlain(value) || value instanceof BigInteger || value == Undefined.UNDEFINED) {
            return withContent(doc, 1, Item.ANY, ValueRun.of(Collections.singletonList(value)));
        }
        throw unsupported(value);
    }

    static Item embed(Doc doc, @Nullable Object value) {
        return value instanceof SharedType ? item(doc, value) : withContent(doc, 1, Item.EMBED, JsonValue.of(value));
    }

    static Item format(Doc doc, Format format) {
        return withContent(doc, 1, Item.FORMAT, format);
    }

    /** A run of text; its units are written to the own client's pages. */
    static Item text(Doc doc, String text) {
        ClientLog log = doc.ownLog();
        doc.checkRoom(log, text.length());
        log.text().writeString(log.nextClock, text);
        return new Item(log, log.nextClock, text.length(), Item.STRING);
    }

    private static Item withContent(Doc doc, int length, int kind, Object content) {
        ClientLog log = doc.ownLog();
        doc.checkRoom(log, length);
        Item item = new Item(log, log.nextClock, length, kind);
        item.content = content;
        return item;
    }
}
