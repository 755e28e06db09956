package io.codecollab.crdt;

import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.crdt.lib0.Undefined;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes XML nodes as Yjs's {@code toString} does: attributes sorted, tags in lower case, nothing escaped.
 *
 * <p>Not thread-safe; lives for one call.
 */
final class XmlString {
    private static final String JS_OBJECT = "[object Object]";

    private final StringBuilder out = new StringBuilder();

    /* What is still to be written, next first: strings as they are, branches expanded. */
    private final Deque<Object> todo = new ArrayDeque<>();

    private XmlString() {}

    static String of(Branch root) {
        XmlString xml = new XmlString();
        xml.todo.push(root);
        while (!xml.todo.isEmpty()) {
            Object next = xml.todo.pop();
            if (next instanceof Branch branch) {
                xml.expand(branch);
            } else {
                xml.out.append(next);
            }
        }
        return xml.out.toString();
    }

    private void expand(Branch branch) {
        switch (branch.typeRef) {
            case Branch.XML_ELEMENT -> {
                String name = (branch.name == null ? "UNDEFINED" : branch.name).toLowerCase(Locale.ROOT);
                out.append('<').append(name);
                new TreeMap<>(YMap.liveEntries(branch)).forEach((key, value) -> appendAttribute(key, value));
                out.append('>');
                todo.push("</" + name + ">");
                pushChildren(branch);
            }
            case Branch.XML_FRAGMENT -> pushChildren(branch);
            case Branch.XML_TEXT -> pushText(branch);
            case Branch.TEXT -> out.append(TextContent.plain(branch));
            default -> out.append(JS_OBJECT);
        }
    }

    private void appendAttribute(String key, @Nullable Object value) {
        out.append(' ').append(key).append("=\"").append(string(value)).append('"');
    }

    private void pushChildren(Branch branch) {
        List<Object> children = new ArrayList<>();
        for (Item item = branch.start; item != null; item = item.right) {
            if (item.isVisible()) {
                if (item.kind() == Item.TYPE) {
                    children.add(item.branch());
                } else {
                    for (int i = 0; i < item.length; i++) {
                        children.add(string(Contents.value(item, i)));
                    }
                }
            }
        }
        pushAll(children);
    }

    private void pushText(Branch branch) {
        List<Object> parts = new ArrayList<>();
        for (DeltaOp op : TextContent.delta(branch)) {
            if (op instanceof DeltaOp.Insert insert) {
                Map<String, @Nullable Object> tags = new TreeMap<>(insert.attributes());
                StringBuilder closing = new StringBuilder();
                tags.forEach((name, attributes) -> {
                    parts.add(openingTag(name, attributes));
                    closing.insert(0, "</" + name + ">");
                });
                Object content = insert.content();
                parts.add(content instanceof SharedType type ? type.branch : string(content));
                parts.add(closing.toString());
            }
        }
        pushAll(parts);
    }

    private static String openingTag(String name, @Nullable Object attributes) {
        StringBuilder tag = new StringBuilder("<").append(name);
        if (attributes instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> sorted = new TreeMap<>();
            map.forEach((key, value) -> sorted.put(String.valueOf(key), value));
            sorted.forEach((key, value) -> tag.append(' ')
                    .append(key)
                    .append("=\"")
                    .append(string(value))
                    .append('"'));
        } else if (attributes instanceof String text) {
            for (int i = 0; i < text.length(); i++) {
                tag.append(' ').append(i).append("=\"").append(text.charAt(i)).append('"');
            }
        }
        return tag.append('>').toString();
    }

    private void pushAll(List<Object> parts) {
        for (int i = parts.size() - 1; i >= 0; i--) {
            todo.push(parts.get(i));
        }
    }

    /* JavaScript's String(value). */
    private static String string(@Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value == Undefined.UNDEFINED) {
            return "undefined";
        }
        if (value == null || value instanceof Boolean || value instanceof BigInteger) {
            return String.valueOf(value);
        }
        if (value instanceof Number number) {
            double d = number.doubleValue();
            return Double.isNaN(d) || Double.isInfinite(d) ? Double.toString(d) : JsonText.write(number);
        }
        if (value instanceof List<?> list) {
            List<String> parts = new ArrayList<>();
            for (Object element : list) {
                parts.add(element == null || element == Undefined.UNDEFINED ? "" : string(element));
            }
            return String.join(",", parts);
        }
        return JS_OBJECT;
    }
}
