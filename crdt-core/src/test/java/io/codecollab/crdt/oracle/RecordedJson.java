package io.codecollab.crdt.oracle;

import io.codecollab.crdt.lib0.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A JSON object that a recorder wrote, read by name and type. Immutable. */
public record RecordedJson(Map<?, ?> fields) {

    /** Reads a test resource. */
    public static RecordedJson resource(String path) {
        try (InputStream in = Objects.requireNonNull(RecordedJson.class.getResourceAsStream(path), path)) {
            return of(JsonText.read(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static RecordedJson of(@Nullable Object value) {
        return new RecordedJson((Map<?, ?>) Objects.requireNonNull(value));
    }

    public @Nullable Object get(String name) {
        return fields.get(name);
    }

    private Object required(String name) {
        return Objects.requireNonNull(get(name), name);
    }

    public String text(String name) {
        return (String) required(name);
    }

    public long number(String name) {
        return (Long) required(name);
    }

    public boolean flag(String name) {
        return (Boolean) required(name);
    }

    public byte[] bytes(String name) {
        return HexFormat.of().parseHex(text(name));
    }

    /** What the JSON text in this field says. */
    public @Nullable Object parsed(String name) {
        return JsonText.read(text(name));
    }

    public RecordedJson object(String name) {
        return of(required(name));
    }

    public List<?> elements(String name) {
        return (List<?>) required(name);
    }

    public List<Long> longs(String name) {
        return elements(name).stream().map(Long.class::cast).toList();
    }

    public List<RecordedJson> objects(String name) {
        return elements(name).stream().map(RecordedJson::of).toList();
    }

    @Override
    public String toString() {
        return fields.containsKey("seed") ? "seed " + fields.get("seed") : fields.toString();
    }
}
