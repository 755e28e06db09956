package io.codecollab.crdt.replay;

import io.codecollab.crdt.DeltaOp;
import io.codecollab.crdt.Doc;
import io.codecollab.crdt.DocOptions;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The values of a run file, made into what a Java caller would hand over. Numbers change their box from one to the next
 * (Integer, Long, Double, …): all of them mean the same JavaScript number.
 */
final class Values {

    private int boxes;

    /** The value that a JSON tree of a run file stands for; shared types come out preliminary, ready to be inserted. */
    @Nullable
    Object decode(@Nullable Object json) {
        if (json instanceof Number number) {
            return boxed(number);
        }
        if (json instanceof List<?> list) {
            return decodeAll(list);
        }
        if (!(json instanceof Map<?, ?>)) {
            return json;
        }
        Map<String, @Nullable Object> map = Entry.asMap(json);
        return map.containsKey("$") ? tagged(map) : attributes(map);
    }

    /** Decodes every element. */
    List<@Nullable Object> decodeAll(List<?> list) {
        List<@Nullable Object> decoded = new ArrayList<>();
        for (Object each : list) {
            decoded.add(decode(each));
        }
        return decoded;
    }

    /** Decodes the values of a plain object and keeps its order. */
    Map<String, @Nullable Object> attributes(Map<String, @Nullable Object> json) {
        Map<String, @Nullable Object> decoded = new LinkedHashMap<>();
        json.forEach((key, value) -> decoded.put(key, decode(value)));
        return decoded;
    }

    /** Decodes a delta as it is handed to {@code applyDelta}. */
    List<DeltaOp> delta(List<?> json) {
        List<DeltaOp> delta = new ArrayList<>();
        for (Object each : json) {
            Map<String, @Nullable Object> op = Entry.asMap(each);
            Map<String, @Nullable Object> attributes =
                    op.containsKey("attributes") ? attributes(Entry.asMap(op.get("attributes"))) : Map.of();
            if (op.containsKey("insert")) {
                delta.add(new DeltaOp.Insert(Objects.requireNonNull(decode(op.get("insert"))), attributes));
            } else if (op.containsKey("retain")) {
                delta.add(new DeltaOp.Retain(intValue(op.get("retain")), attributes));
            } else {
                delta.add(new DeltaOp.Delete(intValue(op.get("delete"))));
            }
        }
        return delta;
    }

    static int intValue(@Nullable Object json) {
        return ((Long) Objects.requireNonNull(json)).intValue();
    }

    private Object boxed(Number number) {
        boxes++;
        double value = number.doubleValue();
        if (number instanceof Long integer) {
            return switch (boxes % 5) {
                case 0 -> value;
                case 1 -> integer == integer.intValue() ? (Object) integer.intValue() : integer;
                case 2 -> integer == integer.shortValue() ? (Object) integer.shortValue() : integer;
                case 3 -> integer == integer.byteValue() ? (Object) integer.byteValue() : integer;
                default -> integer;
            };
        }
        return boxes % 2 == 0 && value == (float) value ? (Object) (float) value : (Object) value;
    }

    private Object tagged(Map<String, @Nullable Object> json) {
        return switch (text(json, "$")) {
            case "undef" -> Undefined.UNDEFINED;
            case "num" -> Double.valueOf(text(json, "v"));
            case "big" -> new BigInteger(text(json, "v"));
            case "bytes" -> HexFormat.of().parseHex(text(json, "v"));
            case "entries" -> {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                for (Object each : Entry.asList(json.get("v"))) {
                    List<@Nullable Object> entry = Entry.asList(each);
                    object.put((String) Objects.requireNonNull(entry.get(0)), decode(entry.get(1)));
                }
                yield object;
            }
            case "Doc" -> new Doc(docOptions(text(json, "guid"), Entry.asMap(json.get("opts"))));
            default -> sharedType(json);
        };
    }

    private SharedType sharedType(Map<String, @Nullable Object> json) {
        String kind = text(json, "$");
        return switch (kind) {
            case "Text" -> filled(new YText(), json);
            case "XmlText" -> filled(new XmlText(), json);
            case "Array" -> YArray.from(decodeAll(Entry.asList(json.get("v"))));
            case "Map" -> filled(new YMap(), json);
            case "XmlHook" -> filled(new XmlHook(text(json, "name")), json);
            case "XmlElement" -> {
                XmlElement element = new XmlElement(text(json, "name"));
                for (Object each : Entry.asList(json.get("attrs"))) {
                    List<@Nullable Object> entry = Entry.asList(each);
                    element.setAttribute((String) Objects.requireNonNull(entry.get(0)), decode(entry.get(1)));
                }
                element.insert(0, nodes(Entry.asList(json.get("v"))));
                yield element;
            }
            case "XmlFragment" -> {
                XmlFragment fragment = new XmlFragment();
                fragment.insert(0, nodes(Entry.asList(json.get("v"))));
                yield fragment;
            }
            default -> throw new IllegalArgumentException("unknown value " + json);
        };
    }

    /** Decodes a list of shared types. */
    List<SharedType> nodes(List<?> json) {
        List<SharedType> nodes = new ArrayList<>();
        for (Object each : json) {
            nodes.add((SharedType) Objects.requireNonNull(decode(each)));
        }
        return nodes;
    }

    private YText filled(YText text, Map<String, @Nullable Object> json) {
        if (json.containsKey("s")) {
            text.insert(0, text(json, "s"));
        }
        if (json.containsKey("delta")) {
            text.applyDelta(delta(Entry.asList(json.get("delta"))));
        }
        return text;
    }

    private YMap filled(YMap map, Map<String, @Nullable Object> json) {
        for (Object each : Entry.asList(json.get("v"))) {
            List<@Nullable Object> entry = Entry.asList(each);
            map.set((String) Objects.requireNonNull(entry.get(0)), decode(entry.get(1)));
        }
        return map;
    }

    private DocOptions docOptions(String guid, Map<String, @Nullable Object> json) {
        DocOptions options = DocOptions.defaults().withGuid(guid);
        for (Map.Entry<String, @Nullable Object> option : json.entrySet()) {
            Object value = decode(option.getValue());
            options = switch (option.getKey()) {
                case "gc" -> options.withGc(Boolean.TRUE.equals(value));
                case "autoLoad" -> options.withAutoLoad(Boolean.TRUE.equals(value));
                case "shouldLoad" -> options.withShouldLoad(Boolean.TRUE.equals(value));
                case "meta" -> options.withMeta(value);
                default -> throw new IllegalArgumentException("unknown option " + option);
            };
        }
        return options;
    }

    private static String text(Map<String, @Nullable Object> json, String field) {
        return (String) Objects.requireNonNull(json.get(field));
    }
}
