package io.codecollab.crdt.update;

import io.codecollab.crdt.lib0.Any;
import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.crdt.lib0.Utf8;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the content of every item by the item's number, from 0 in the order of the update; names that were equal
 * stay equal (Yjs: createObfuscator). Lengths, ids and root names stay as they are.
 *
 * <p>Not thread-safe, used once.
 */
final class Obfuscator {

    private final UpdateFormat format;
    private final ObfuscatorOptions options;
    private final StructWriter out;
    private final Map<String, String> mapKeys = new HashMap<>();
    private final Map<String, String> nodeNames = new HashMap<>();
    private final Map<String, String> attributeNames = new HashMap<>();

    /** Primitive attribute values to the number that stands for them; objects are all different to JavaScript. */
    private final Map<Object, Integer> attributeValues = new HashMap<>();

    private int number;

    Obfuscator(UpdateFormat format, ObfuscatorOptions options) {
        this.format = format;
        this.options = options;
        this.out = new StructWriter(format, format);
    }

    byte[] obfuscate(byte[] update) {
        UpdateCursor struct = format.cursor(update);
        while (struct.next()) {
            if (struct.ref == StructRef.GC || struct.ref == StructRef.SKIP) {
                out.write(struct, 0);
            } else {
                writeItem(struct);
                number++;
            }
        }
        return out.finish(struct.readDeleteSet());
    }

    private void writeItem(UpdateCursor item) {
        UpdateEncoder encoder = out.beginItem(item, mapKey(item.parentSub));
        switch (item.ref) {
            case StructRef.STRING -> writeText(encoder, item.length);
            case StructRef.ANY -> {
                encoder.writeLen(item.length);
                for (int i = 0; i < item.length; i++) {
                    Any.write(encoder.rest(), number);
                }
            }
            case StructRef.JSON -> {
                encoder.writeLen(item.length);
                for (int i = 0; i < item.length; i++) {
                    encoder.writeString(Integer.toString(number));
                }
            }
            case StructRef.BINARY -> encoder.writeBinary(new byte[] {(byte) number}, 0, 1);
            case StructRef.EMBED -> writeValue(encoder, Map.of());
            case StructRef.FORMAT -> writeFormat(encoder, item);
            case StructRef.TYPE -> {
                encoder.writeTypeRef(item.typeRef);
                if (item.typeName != null) {
                    encoder.writeKey(nodeName(item.typeRef, item.typeName));
                }
            }
            case StructRef.DOC -> writeDoc(encoder, item);
            default -> out.writeContent(item, 0);
        }
    }

    private @Nullable String mapKey(@Nullable String key) {
        if (key == null || key.isEmpty()) {
            return key;
        }
        return mapKeys.computeIfAbsent(key, any -> Integer.toString(number));
    }

    private void writeText(UpdateEncoder encoder, int length) {
        byte[] digits = new byte[length];
        Arrays.fill(digits, (byte) ('0' + number % 10));
        encoder.writeTextUtf8(digits, 0, length, length);
    }

    private String nodeName(int typeRef, String name) {
        if (!options.yxml()) {
            return name;
        }
        String prefix = typeRef == TypeRef.XML_HOOK ? "hook-" : "node-";
        return nodeNames.computeIfAbsent(name, any -> prefix + number);
    }

    private void writeDoc(UpdateEncoder encoder, UpdateCursor item) {
        if (options.subdocs()) {
            encoder.writeString(Integer.toString(number));
            Any.write(encoder.rest(), Map.of());
        } else {
            out.writeContent(item, 0);
        }
    }

    private void writeFormat(UpdateEncoder encoder, UpdateCursor item) {
        if (!options.formatting()) {
            out.writeContent(item, 0);
            return;
        }
        encoder.writeKey(attributeNames.computeIfAbsent(item.key, any -> Integer.toString(number)));
        Object value = readValue(item);
        writeValue(encoder, value == null ? null : Map.of("i", numberOf(value)));
    }

    private int numberOf(Object value) {
        if (value instanceof Map || value instanceof List || value instanceof byte[]) {
            return number;
        }
        Object primitive = value instanceof Number boxed ? comparable(boxed) : value;
        return attributeValues.computeIfAbsent(primitive, any -> number);
    }

    /** Equal for numbers that a JavaScript Map takes for the same key: whatever their Java type, and 0 is -0. */
    private static Object comparable(Number boxed) {
        return boxed instanceof Long || boxed instanceof Double ? boxed.doubleValue() + 0.0 : boxed;
    }

    private static @Nullable Object readValue(UpdateCursor item) {
        return item.valueIsJson
                ? JsonText.read(Utf8.decode(item.valueBytes, item.valueStart, item.valueEnd), item.limits)
                : Any.read(new ByteReader(item.valueBytes, item.valueStart, item.valueEnd), item.limits);
    }

    private void writeValue(UpdateEncoder encoder, @Nullable Object value) {
        if (format == UpdateFormat.V1) {
            encoder.writeString(JsonText.write(value));
        } else {
            ByteWriter rest = encoder.rest();
            Any.write(rest, value);
        }
    }
}
