package io.codecollab.crdt.replay;

import io.codecollab.crdt.DeltaOp;
import io.codecollab.crdt.Doc;
import io.codecollab.crdt.SharedType;
import io.codecollab.crdt.XmlElement;
import io.codecollab.crdt.XmlFragment;
import io.codecollab.crdt.YArray;
import io.codecollab.crdt.YMap;
import io.codecollab.crdt.YText;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds a shared type by its path: the name of a root, then keys of maps, attribute names, and indices in lists and texts.
 * Stateless.
 */
final class Paths {

    private Paths() {}

    /** The root type of this name and kind. */
    static SharedType root(Doc doc, String name, String kind) {
        return switch (kind) {
            case "Text" -> doc.getText(name);
            case "Array" -> doc.getArray(name);
            case "Map" -> doc.getMap(name);
            case "XmlFragment" -> doc.getXmlFragment(name);
            case "XmlElement" -> doc.getXmlElement(name);
            case "XmlText" -> doc.getXmlText(name);
            default -> throw new IllegalArgumentException("unknown kind " + kind);
        };
    }

    /** The type below this root at the remaining steps. */
    static SharedType follow(SharedType root, List<@Nullable Object> path) {
        SharedType type = root;
        for (Object step : path.subList(1, path.size())) {
            Object child = step instanceof String key ? byKey(type, key) : byIndex(type, Values.intValue(step));
            if (!(child instanceof SharedType next)) {
                throw new AssertionError("no type at path=" + path + " step=" + step + " found=" + child);
            }
            type = next;
        }
        return type;
    }

    private static @Nullable Object byKey(SharedType type, String key) {
        if (type instanceof YMap map) {
            return map.get(key);
        }
        return type instanceof YText text ? text.getAttribute(key) : ((XmlElement) type).getAttribute(key);
    }

    private static @Nullable Object byIndex(SharedType type, int index) {
        if (type instanceof YArray array) {
            return array.get(index);
        }
        if (type instanceof XmlFragment fragment) {
            return fragment.get(index);
        }
        int at = 0;
        for (DeltaOp op : ((YText) type).toDelta()) {
            Object content = ((DeltaOp.Insert) op).content();
            if (at == index && content instanceof SharedType) {
                return content;
            }
            at += Objects.requireNonNull(content) instanceof String text ? text.length() : 1;
        }
        return null;
    }
}
