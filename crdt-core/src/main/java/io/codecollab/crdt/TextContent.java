package io.codecollab.crdt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads text: plain, or with formatting as a delta. */
final class TextContent {
    private TextContent() {}

    static String plain(Branch text) {
        byte[] latin1 = new byte[text.length];
        int size = 0;
        for (Item item = text.start; item != null; item = item.right) {
            if (!item.isDeleted() && item.kind() == Item.STRING) {
                if (!item.log.text().copyLatin1(item.clock, item.length, latin1, size)) {
                    return plainWide(text);
                }
                size += item.length;
            }
        }
        return new String(latin1, 0, size, StandardCharsets.ISO_8859_1);
    }

    private static String plainWide(Branch text) {
        char[] units = new char[text.length];
        int size = 0;
        for (Item item = text.start; item != null; item = item.right) {
            if (!item.isDeleted() && item.kind() == Item.STRING) {
                item.log.text().copyChars(item.clock, item.length, units, size);
                size += item.length;
            }
        }
        return new String(units, 0, size);
    }

    static List<DeltaOp> delta(Branch text) {
        List<DeltaOp> ops = new ArrayList<>();
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        StringBuilder run = new StringBuilder();
        for (Item item = text.start; item != null; item = item.right) {
            if (item.isDeleted()) {
                continue;
            }
            switch (item.kind()) {
                case Item.STRING -> item.log.text().appendTo(run, item.clock, item.length);
                case Item.TYPE, Item.EMBED -> {
                    pack(ops, run, attributes);
                    ops.add(new DeltaOp.Insert(Contents.value(item, 0), attributes));
                }
                case Item.FORMAT -> {
                    pack(ops, run, attributes);
                    Attributes.update(attributes, item.format());
                }
                default -> {}
            }
        }
        pack(ops, run, attributes);
        return ops;
    }

    private static void pack(List<DeltaOp> ops, StringBuilder run, Map<String, @Nullable Object> attributes) {
        if (run.length() > 0) {
            ops.add(new DeltaOp.Insert(run.toString(), attributes));
            run.setLength(0);
        }
    }
}
