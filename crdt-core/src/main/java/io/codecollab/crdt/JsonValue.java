package io.codecollab.crdt;

import io.codecollab.crdt.lib0.Any;
import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.crdt.lib0.Undefined;
import io.codecollab.crdt.lib0.Utf8;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The value of an embed or a format marker: JSON text in update format V1, an {@code any} in V2.
 *
 * <p>Whichever form arrived is kept and written back unchanged; the other one and the Java value are made on demand.
 * Immutable but for those memos.
 */
final class JsonValue {
    private static final int LOCAL_VALUE_BYTES = 32;

    static final JsonValue NULL = of(null);

    private byte @Nullable [] json;
    private byte @Nullable [] any;
    private @Nullable Object value;
    private boolean decoded;

    /* What it came in as; a value that was set here is taken for a small one. */
    private final int encodedBytes;

    private JsonValue(byte @Nullable [] json, byte @Nullable [] any) {
        this.json = json;
        this.any = any;
        this.encodedBytes = json != null ? json.length : any != null ? any.length : LOCAL_VALUE_BYTES;
    }

    static JsonValue ofEncoded(byte[] bytes, boolean isJson) {
        return isJson ? new JsonValue(bytes, null) : new JsonValue(null, bytes);
    }

    static JsonValue of(@Nullable Object value) {
        return ofNormalized(Any.normalize(value));
    }

    /** Keeps the very object, which is what Yjs compares when it cleans up formatting. */
    static JsonValue ofNormalized(@Nullable Object value) {
        JsonValue result = new JsonValue(null, null);
        result.value = value;
        result.decoded = true;
        return result;
    }

    /** How many bytes the encoded value takes; always the same for one value. */
    int encodedBytes() {
        return encodedBytes;
    }

    @Nullable
    Object value() {
        if (!decoded) {
            byte[] jsonBytes = json;
            if (jsonBytes != null) {
                value = JsonText.read(Utf8.decode(jsonBytes, 0, jsonBytes.length), ValueRun.CHECKED);
            } else if (any != null) {
                value = Any.read(new ByteReader(any), ValueRun.CHECKED);
            }
            decoded = true;
        }
        return value;
    }

    /** UTF-8 of the JSON text. */
    byte[] json() {
        byte[] bytes = json;
        if (bytes == null) {
            bytes = Utf8.encode(JsonText.write(sayable(value())));
            json = bytes;
        }
        return bytes;
    }

    /*
     * A V2 update can bring what JSON has no text for. Yjs throws then, each time it encodes the document for somebody who
     * speaks V1; here such a peer gets the nearest thing there is.
     */
    private static @Nullable Object sayable(@Nullable Object value) {
        if (value == Undefined.UNDEFINED) {
            return null;
        } else if (value instanceof BigInteger integer) {
            return integer.doubleValue();
        } else if (value instanceof List<?> list) {
            List<@Nullable Object> elements = new ArrayList<>(list);
            elements.replaceAll(JsonValue::sayable);
            return elements;
        } else if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> properties = new LinkedHashMap<>(map);
            properties.values().removeIf(property -> property == Undefined.UNDEFINED);
            properties.replaceAll((key, property) -> sayable(property));
            return properties;
        }
        return value;
    }

    byte[] any() {
        byte[] bytes = any;
        if (bytes == null) {
            ByteWriter writer = new ByteWriter();
            Any.write(writer, value());
            bytes = writer.toByteArray();
            any = bytes;
        }
        return bytes;
    }
}
