package io.codecollab.crdt.replay;

import io.codecollab.crdt.DeltaOp;
import io.codecollab.crdt.Doc;
import io.codecollab.crdt.SharedType;
import io.codecollab.crdt.XmlElement;
import io.codecollab.crdt.XmlFragment;
import io.codecollab.crdt.XmlHook;
import io.codecollab.crdt.XmlText;
import io.codecollab.crdt.YArray;
import io.codecollab.crdt.YMap;
import io.codecollab.crdt.YText;
import io.codecollab.crdt.lib0.Undefined;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a document gave back, in the form it has in a run file, so that it can be compared and printed: numbers as Long or
 * Double, object keys sorted, everything JSON has no word for as a map with a {@code $}. Stateless.
 */
final class Seen {

    private Seen() {}

    /** A value read from a document. */
    static @Nullable Object value(@Nullable Object value) {
        if (value == null || value instanceof String || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Undefined) {
            return Map.of("$", "undef");
        }
        if (value instanceof BigInteger integer) {
            return Map.of("$", "big", "v", integer.toString());
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof byte[] bytes) {
            return Map.of("$", "bytes", "v", HexFormat.of().formatHex(bytes));
        }
        if (value instanceof List<?> list) {
            return list(list);
        }
        if (value instanceof Map<?, ?> map) {
            return object(map);
        }
        if (value instanceof Doc doc) {
            return Map.of("$", "Doc", "guid", doc.guid());
        }
        if (value instanceof SharedType type) {
            return Map.of("$", kind(type));
        }
        throw new IllegalArgumentException("no JavaScript value: " + value.getClass());
    }

    static List<@Nullable Object> list(List<?> list) {
        List<@Nullable Object> seen = new ArrayList<>();
        for (Object each : list) {
            seen.add(value(each));
        }
        return seen;
    }

    static Map<String, @Nullable Object> object(Map<?, ?> map) {
        Map<String, @Nullable Object> seen = new TreeMap<>();
        map.forEach((key, value) -> seen.put((String) Objects.requireNonNull(key), value(value)));
        return seen;
    }

    static List<@Nullable Object> delta(List<DeltaOp> delta) {
        List<@Nullable Object> seen = new ArrayList<>();
        for (DeltaOp op : delta) {
            Map<String, @Nullable Object> fields = new TreeMap<>();
            if (op instanceof DeltaOp.Insert insert) {
                fields.put("insert", value(insert.content()));
                addAttributes(fields, insert.attributes());
            } else if (op instanceof DeltaOp.Retain retain) {
                fields.put("retain", (long) retain.length());
                addAttributes(fields, retain.attributes());
            } else if (op instanceof DeltaOp.Delete delete) {
                fields.put("delete", (long) delete.length());
            }
            seen.add(fields);
        }
        return seen;
    }

    private static void addAttributes(Map<String, @Nullable Object> fields, Map<?, ?> attributes) {
        if (!attributes.isEmpty()) {
            fields.put("attributes", object(attributes));
        }
    }

    /** The kind of a shared type, by the names of the run files. */
    static String kind(SharedType type) {
        if (type instanceof XmlText) {
            return "XmlText";
        }
        if (type instanceof YText) {
            return "Text";
        }
        if (type instanceof YArray) {
            return "Array";
        }
        if (type instanceof XmlHook) {
            return "XmlHook";
        }
        if (type instanceof YMap) {
            return "Map";
        }
        if (type instanceof XmlElement) {
            return "XmlElement";
        }
        if (type instanceof XmlFragment) {
            return "XmlFragment";
        }
        throw new IllegalArgumentException("unknown shared type " + type.getClass());
    }

    private static Object number(Number number) {
        double value = number.doubleValue();
        if (value == 0 && 1 / value < 0) {
            return Map.of("$", "num", "v", "-0");
        }
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Map.of("$", "num", "v", String.valueOf(value));
        }
        return value;
    }

    /**
     * Where two trees differ first, as a sentence; null when they are equal.
     *
     * @param expected parsed from a run file
     * @param actual made by this class
     */
    static @Nullable String difference(@Nullable Object expected, @Nullable Object actual) {
        return difference("", expected, actual);
    }

    private static @Nullable String difference(String path, @Nullable Object expected, @Nullable Object actual) {
        if (expected instanceof List<?> wanted && actual instanceof List<?> got) {
            for (int i = 0; i < Math.min(wanted.size(), got.size()); i++) {
                String inside = difference(path + "/" + i, wanted.get(i), got.get(i));
                if (inside != null) {
                    return inside;
                }
            }
            return wanted.size() == got.size() ? null : sentence(path, expected, actual);
        }
        if (expected instanceof Map<?, ?> wanted && actual instanceof Map<?, ?> got) {
            if (!wanted.keySet().equals(got.keySet())) {
                return sentence(path, expected, actual);
            }
            for (Object key : wanted.keySet()) {
                String inside = difference(path + "/" + key, wanted.get(key), got.get(key));
                if (inside != null) {
                    return inside;
                }
            }
            return null;
        }
        if (expected instanceof Number wanted && actual instanceof Number got) {
            return wanted.doubleValue() == got.doubleValue() ? null : sentence(path, expected, actual);
        }
        return Objects.equals(expected, actual) ? null : sentence(path, expected, actual);
    }

    private static String sentence(String path, @Nullable Object expected, @Nullable Object actual) {
        return "at=" + path + "\n    expected=" + expected + "\n    actual=" + actual;
    }
}
