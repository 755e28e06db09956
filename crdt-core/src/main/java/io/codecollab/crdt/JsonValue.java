package io.codecollab.crdt;

import io.codecollab.crdt.lib0.Any;
import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.DecodeLimits;
import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.crdt.lib0.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * The value of an embed or a format marker: JSON text in update format V1, an {@code any} in V2.
 *
 * <p>Whichever form arrived is kept and written back unchanged; the other one and the Java value are made on demand.
 * Immutable but for those memos.
 */
final class JsonValue {
    static final JsonValue NULL = of(null);

    private byte @Nullable [] json;
    private byte @Nullable [] any;
    private @Nullable Object value;
    private boolean decoded;

    private JsonValue(byte @Nullable [] json, byte @Nullable [] any) {
        this.json = json;
        this.any = any;
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

    @Nullable Object value() {
        if (!decoded) {
            byte[] jsonBytes = json;
            if (jsonBytes != null) {
                value = JsonText.read(Utf8.decode(jsonBytes, 0, jsonBytes.length));
            } else if (any != null) {
                value = Any.read(new ByteReader(any), DecodeLimits.DEFAULT);
            }
            decoded = true;
        }
        return value;
    }

    /** UTF-8 of the JSON text. */
    byte[] json() {
        byte[] bytes = json;
        if (bytes == null) {
            bytes = Utf8.encode(JsonText.write(value()));
            json = bytes;
        }
        return bytes;
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
