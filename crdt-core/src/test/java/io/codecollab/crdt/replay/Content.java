package io.codecollab.crdt.replay;

import io.codecollab.crdt.SharedType;
import io.codecollab.crdt.XmlElement;
import io.codecollab.crdt.XmlFragment;
import io.codecollab.crdt.XmlText;
import io.codecollab.crdt.YArray;
import io.codecollab.crdt.YMap;
import io.codecollab.crdt.YText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everything a root type shows through the public API, in the form it has in a {@code state} record. Stateless. */
final class Content {

    private Content() {}

    static Map<String, @Nullable Object> of(SharedType type) {
        Map<String, @Nullable Object> content = new TreeMap<>();
        if (type instanceof YText text) {
            content.put("delta", Seen.delta(text.toDelta()));
            content.put("s", text.toString());
            content.put("length", text.length());
            content.put("attrs", Seen.object(text.getAttributes()));
        } else if (type instanceof YArray array) {
            content.put("json", Seen.value(array.toJson()));
            content.put("length", array.length());
            content.put("slice", Seen.list(array.slice(1, -1)));
        } else if (type instanceof YMap map) {
            content.put("json", Seen.value(map.toJson()));
            content.put("size", map.size());
            content.put("keys", new ArrayList<>(map.keys()));
        } else if (type instanceof XmlElement element) {
            content.put("s", element.toString());
            content.put("attrs", Seen.object(element.getAttributes()));
            content.put("walk", walk(element));
        } else {
            XmlFragment fragment = (XmlFragment) type;
            SharedType first = fragment.firstChild();
            content.put("s", fragment.toString());
            content.put("length", fragment.length());
            content.put("walk", walk(fragment));
            content.put("next", neighbours(fragment));
            content.put("first", first == null ? null : Seen.kind(first));
        }
        return content;
    }

    private static List<String> walk(XmlFragment fragment) {
        List<String> names = new ArrayList<>();
        for (Iterator<SharedType> walker = fragment.createTreeWalker(type -> true); walker.hasNext(); ) {
            SharedType type = walker.next();
            names.add(type instanceof XmlElement element ? element.nodeName() : Seen.kind(type));
        }
        return names;
    }

    /** For every child that knows its neighbours, what stands before and after it. */
    private static List<@Nullable Object> neighbours(XmlFragment fragment) {
        List<@Nullable Object> neighbours = new ArrayList<>();
        for (int i = 0; i < fragment.length(); i++) {
            Object child = fragment.get(i);
            if (child instanceof XmlElement element) {
                neighbours.add(Arrays.asList(kind(element.prevSibling()), kind(element.nextSibling())));
            } else if (child instanceof XmlText text) {
                neighbours.add(Arrays.asList(kind(text.prevSibling()), kind(text.nextSibling())));
            }
        }
        return neighbours;
    }

    private static @Nullable String kind(@Nullable SharedType type) {
        return type == null ? null : Seen.kind(type);
    }
}
