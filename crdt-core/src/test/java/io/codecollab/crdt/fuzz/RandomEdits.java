package io.codecollab.crdt.fuzz;

import io.codecollab.crdt.DeltaOp;
import io.codecollab.crdt.Doc;
import io.codecollab.crdt.SharedType;
import io.codecollab.crdt.XmlElement;
import io.codecollab.crdt.XmlFragment;
import io.codecollab.crdt.XmlText;
import io.codecollab.crdt.YArray;
import io.codecollab.crdt.YMap;
import io.codecollab.crdt.YText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Edits any document at random through the public API. The same seed makes the same edits. Not thread-safe. */
final class RandomEdits {
    private static final String[] TEXTS = {
        "a", "xyz", "é", "→", "😀", "a😀b", "\ud83d", "\n", "the quick brown fox", " "
    };
    private static final String[] TEXTS_WITHOUT_PAIRS = {"a", "xyz", "é", "→", "\n", "the quick brown fox", " "};
    private static final String[] NAMES = {"bold", "a", "10", "key", "é"};
    private static final int MOST_LENGTH = 400;

    private final Random random;
    private final String[] texts;

    RandomEdits(Random random) {
        this(random, TEXTS);
    }

    private RandomEdits(Random random, String[] texts) {
        this.random = random;
        this.texts = texts;
    }

    /** Edits that leave no surrogates in texts, so that none can be cut. */
    static RandomEdits withoutSurrogatePairs(Random random) {
        return new RandomEdits(random, TEXTS_WITHOUT_PAIRS);
    }

    /** One edit, or several in one transaction, in a root type of the document or somewhere inside one. */
    void edit(Doc doc) {
        List<String> roots = new ArrayList<>(doc.rootNames());
        SharedType root = roots.isEmpty() || random.nextInt(20) == 0
                ? root(doc, "root" + random.nextInt(4))
                : root(doc, roots.get(random.nextInt(roots.size())));
        doc.transact(transaction -> {
            for (int edits = random.nextInt(4) == 0 ? 4 : 1; edits > 0; edits--) {
                edit(inside(root));
            }
        });
    }

    /** The root type of this name; the name decides which type it is, unless that is decided already. */
    static SharedType root(Doc doc, String name) {
        for (int i = 0; i < 6; i++) {
            try {
                return switch (Math.floorMod(name.hashCode() + i, 6)) {
                    case 0 -> doc.getText(name);
                    case 1 -> doc.getArray(name);
                    case 2 -> doc.getMap(name);
                    case 3 -> doc.getXmlFragment(name);
                    case 4 -> doc.getXmlElement(name);
                    default -> doc.getXmlText(name);
                };
            } catch (IllegalStateException definedOtherwise) {
                // the next type may be the one
            }
        }
        throw new AssertionError("root of no known type, name=" + name);
    }

    /** The type itself or one of those in it. */
    private SharedType inside(SharedType type) {
        SharedType at = type;
        for (int steps = random.nextInt(4); steps > 0; steps--) {
            List<SharedType> children = new ArrayList<>();
            for (Object child : elements(at)) {
                if (child instanceof SharedType nested) {
                    children.add(nested);
                }
            }
            if (children.isEmpty()) {
                return at;
            }
            at = children.get(random.nextInt(children.size()));
        }
        return at;
    }

    private static List<?> elements(SharedType type) {
        if (type instanceof YArray array) {
            return array.toList();
        } else if (type instanceof YMap map) {
            return new ArrayList<>(map.values());
        } else if (type instanceof XmlFragment fragment) {
            return fragment.toList();
        } else if (type instanceof YText text) {
            return text.toDelta().stream()
                    .map(op -> op instanceof DeltaOp.Insert insert ? insert.content() : "")
                    .toList();
        }
        return List.of();
    }

    private void edit(SharedType type) {
        if (type instanceof YText text) {
            editText(text);
        } else if (type instanceof YArray array) {
            editArray(array);
        } else if (type instanceof YMap map) {
            editMap(map);
        } else if (type instanceof XmlFragment fragment) {
            editXml(fragment);
        }
    }

    private void editText(YText text) {
        int length = text.length();
        int at = random.nextInt(length + 1);
        int count = random.nextInt(Math.min(length - at, 8) + 1);
        switch (length > MOST_LENGTH ? 5 : random.nextInt(10)) {
            case 0, 1, 2 -> text.insert(at, oneOf(texts));
            case 3 -> text.insert(at, oneOf(texts), attributes());
            case 4, 5 -> text.delete(at, Math.min(length - at, count + length / 10));
            case 6 -> text.format(at, count, attributes());
            case 7 -> text.insertEmbed(at, random.nextBoolean() ? nested() : Map.of("image", oneOf(texts)));
            case 8 ->
                text.applyDelta(List.of(
                        new DeltaOp.Retain(at, attributes()),
                        new DeltaOp.Insert(oneOf(texts), attributes()),
                        new DeltaOp.Delete(count)));
            default -> text.setAttribute(oneOf(NAMES), value());
        }
    }

    private void editArray(YArray array) {
        int length = array.length();
        int at = random.nextInt(length + 1);
        switch (length > MOST_LENGTH ? 3 : random.nextInt(5)) {
            case 0 -> array.insert(at, values());
            case 1 -> array.push(Arrays.asList(random.nextInt(4) == 0 ? nested() : value()));
            case 2 -> array.insert(at, List.of(nested()));
            default -> array.delete(at, Math.min(length - at, random.nextInt(4) + length / 10));
        }
    }

    private void editMap(YMap map) {
        String key = oneOf(NAMES);
        switch (random.nextInt(6)) {
            case 0 -> map.delete(key);
            case 1 -> map.set(key, nested());
            case 2 -> map.set(key, new Doc());
            default -> map.set(key, value());
        }
    }

    private void editXml(XmlFragment fragment) {
        int length = fragment.length();
        int at = random.nextInt(length + 1);
        if (fragment instanceof XmlElement element && random.nextInt(4) == 0) {
            element.setAttribute(oneOf(NAMES), oneOf(texts));
        } else if (length > 30 || (at < length && random.nextInt(3) == 0)) {
            fragment.delete(Math.min(at, length - 1), 1);
        } else {
            fragment.insert(at, List.of(random.nextBoolean() ? new XmlElement("p") : new XmlText()));
        }
    }

    private SharedType nested() {
        return switch (random.nextInt(4)) {
            case 0 -> new YArray();
            case 1 -> new YMap();
            case 2 -> new XmlElement("div");
            default -> new YText(oneOf(texts));
        };
    }

    private Map<String, Object> attributes() {
        Map<String, Object> attributes = new HashMap<>();
        if (random.nextInt(3) > 0) {
            attributes.put(oneOf(NAMES), random.nextBoolean() ? (Object) true : Map.of("c", random.nextInt(3)));
        }
        if (random.nextInt(3) == 0) {
            attributes.put(oneOf(NAMES), null);
        }
        return attributes;
    }

    private @Nullable Object value() {
        return switch (random.nextInt(8)) {
            case 0, 1 -> null;
            case 2 -> random.nextInt(1000);
            case 3 -> random.nextDouble();
            case 4 -> new byte[random.nextInt(4)];
            case 5 -> List.of(1, "two", Map.of("three", 3));
            case 6 -> -0.0;
            default -> oneOf(texts);
        };
    }

    private List<@Nullable Object> values() {
        List<@Nullable Object> values = new ArrayList<>();
        for (int left = random.nextInt(4) == 0 ? 40 : 3; left > 0; left--) {
            values.add(value());
        }
        return values;
    }

    private String oneOf(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
