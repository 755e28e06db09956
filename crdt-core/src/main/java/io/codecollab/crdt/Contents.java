package io.codecollab.crdt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the content of items into what callers see. */
final class Contents {
    private Contents() {}

    /** The value of one unit: a value, a character as a String, a shared type, a subdocument. */
    static @Nullable Object value(Item item, int offset) {
        return switch (item.kind()) {
            case Item.STRING -> String.valueOf(item.log.text().charAt(item.clock + offset));
            case Item.ANY, Item.JSON -> item.values().get(offset);
            case Item.BINARY -> ((byte[]) item.requireContent()).clone();
            case Item.EMBED -> ((JsonValue) item.requireContent()).value();
            case Item.TYPE -> SharedType.of(item.branch());
            case Item.DOC -> ((Subdocument) item.requireContent()).doc();
            default -> null;
        };
    }

    /** The value of a map entry: that of its last unit. */
    static @Nullable Object last(Item item) {
        return value(item, item.length - 1);
    }

    static void addTo(List<@Nullable Object> out, Item item) {
        if (item.kind() == Item.ANY || item.kind() == Item.JSON) {
            item.values().addTo(out, 0, item.length);
            return;
        }
        for (int i = 0; i < item.length; i++) {
            out.add(value(item, i));
        }
    }

    static String text(Item item) {
        return item.log.text().string(item.clock, item.length);
    }
}
