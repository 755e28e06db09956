package io.codecollab.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The headers of a request; names are the same in capital and small letters. Immutable. */
public final class Headers {

    public static final Headers NONE = new Headers(List.of());

    private final Map<String, List<String>> values = new TreeMap<>();

    /** Headers in the order they came; the same name may come more than once. */
    public Headers(Iterable<Map.Entry<String, String>> entries) {
        for (Map.Entry<String, String> entry : entries) {
            values.computeIfAbsent(key(entry.getKey()), name -> new ArrayList<>())
                    .add(entry.getValue());
        }
    }

    /** The first of this name. */
    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    /** All of this name, in the order they came. */
    public List<String> all(String name) {
        return values.getOrDefault(key(name), List.of());
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
