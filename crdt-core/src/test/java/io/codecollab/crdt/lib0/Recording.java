package io.codecollab.crdt.lib0;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object of the recordings in {@code src/test/resources/vectors}: what npm yjs 13.6.33 and lib0 0.2.120 wrote.
 * Whoever asks for a field that is not there or has another type gets an error, never null.
 */
public final class Recording {

    private final Map<?, ?> fields;

    private Recording(@Nullable Object json) {
        fields = as(Map.class, json);
    }

    /** A part of core-golden.json. */
    public static Recording golden(String part) {
        return parse(new String(read("core-golden.json"), StandardCharsets.UTF_8))
                .part(part);
    }

    /** The lines of a gzipped text file. */
    public static List<String> lines(String file) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(read(file)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A JSON text that is one object. */
    public static Recording parse(String json) {
        return new Recording(JsonText.read(json));
    }

    private static byte[] read(String file) {
        try (InputStream in = Recording.class.getResourceAsStream("/vectors/" + file)) {
            return as(InputStream.class, in).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of the fields. */
    public Set<String> names() {
        return Set.copyOf(fields.keySet().stream().map(String.class::cast).toList());
    }

    /** Whether the field is there and not null. */
    public boolean has(String name) {
        return fields.get(name) != null;
    }

    public Recording part(String name) {
        return new Recording(fields.get(name));
    }

    public List<Recording> parts(String name) {
        return list(name).stream().map(Recording::new).toList();
    }

    public String text(String name) {
        return as(String.class, fields.get(name));
    }

    public int number(String name) {
        return intOf(fields.get(name));
    }

    public boolean flag(String name) {
        return as(Boolean.class, fields.get(name));
    }

    public List<Integer> numbers(String name) {
        return list(name).stream().map(Recording::intOf).toList();
    }

    /** Bytes written as hexadecimal digits. */
    public byte[] hex(String name) {
        return HexFormat.of().parseHex(text(name));
    }

    /** Byte arrays written as hexadecimal digits. */
    public List<byte[]> hexes(String name) {
        return list(name).stream()
                .map(digits -> HexFormat.of().parseHex(as(String.class, digits)))
                .toList();
    }

    /** Bytes written as base64. */
    public byte[] base64(String name) {
        return Base64.getDecoder().decode(text(name));
    }

    /** Byte arrays written as base64. */
    public List<byte[]> base64s(String name) {
        return list(name).stream()
                .map(text -> Base64.getDecoder().decode(as(String.class, text)))
                .toList();
    }

    public List<Object> list(String name) {
        List<Object> elements = new ArrayList<>();
        for (Object element : as(List.class, fields.get(name))) {
            elements.add(element);
        }
        return elements;
    }

    private static int intOf(@Nullable Object json) {
        return as(Long.class, json).intValue();
    }

    private static <T> T as(Class<T> type, @Nullable Object json) {
        if (!type.isInstance(json)) {
            throw new AssertionError("expected=" + type.getSimpleName() + ", recorded=" + json);
        }
        return type.cast(json);
    }
}
