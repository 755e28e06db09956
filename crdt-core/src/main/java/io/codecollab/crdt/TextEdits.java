package io.codecollab.crdt;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Local edits of text: plain inserts and deletes, and the formatting markers of rich text.
 *
 * <p>Source: Yjs 13.6 {@code YText.js}. A marker is an item of length 1 without an index; the formatting at a place is the
 * fold of all live markers left of it.
 */
final class TextEdits {
    private TextEdits() {}

    /* Plain text. */

    /**
     * Inserts into text without markers. Typing on at the end of the own last run lengthens that run, which is what an insert
     * and a merge come to.
     */
    static void insertPlain(Transaction transaction, Branch text, int index, String units) {
        Doc doc = transaction.doc();
        int at = Math.min(index, text.length);
        Item left = ListEdits.itemBefore(transaction, text, index);
        Item right = left == null ? text.start : left.right;
        while (right != null && right.isDeleted()) {
            left = right;
            right = right.right;
        }
        ClientLog own = doc.ownLog();
        if (left != null && left == own.last && continues(left, right) && !doc.observesItems()) {
            doc.checkRoom(own, units.length());
            own.text().writeString(own.nextClock, units);
            extend(transaction, text, left, units.length());
            return;
        }
        Item item = LocalContent.text(doc, units);
        ListEdits.insertItem(transaction, text, left, right, item);
        if (!item.isDeleted()) {
            text.cursor().set(item, at);
        }
    }

    private static boolean continues(Item left, @Nullable Item right) {
        if (left.kind() != Item.STRING || left.isDeleted() || (left.flags & Item.REDONE_FLAG) != 0) {
            return false;
        }
        return right == null
                ? left.rightOriginLog == null
                : left.rightOriginLog == right.log && left.rightOriginClock == right.clock;
    }

    private static void extend(Transaction transaction, Branch text, Item item, int units) {
        transaction.touch(item.log);
        item.log.extendLast(item, units);
        text.length += units;
        if (text.cursor != null) {
            text.cursor.grew(item, units);
        }
        transaction.noteChanged(text, null);
        if (text.isDeleted()) {
            Structs.delete(transaction, item);
        }
    }

    /* Rich text. */

    /** Inserts text, an embed or a type with exactly these attributes; {@code attributes} is completed in place. */
    static void insert(
            Transaction transaction,
            Branch text,
            TextPosition position,
            Object content,
            Map<String, @Nullable Object> attributes) {
        for (String key : position.attributes.keySet()) {
            attributes.putIfAbsent(key, null);
        }
        minimizeChanges(position, attributes);
        Map<String, @Nullable Object> negated = insertMarkers(transaction, text, position, attributes);
        Doc doc = transaction.doc();
        Item item = content instanceof String units
                ? LocalContent.text(doc, units)
                : LocalContent.embed(doc, content instanceof EmbedValue embed ? embed.value() : content);
        ListEdits.insertItem(transaction, text, position.left, position.right, item);
        position.right = item;
        position.forward();
        insertNegated(transaction, text, position, negated);
    }

    /** Formats the next {@code length} units; where the text is shorter, newlines are appended. */
    static void format(
            Transaction transaction,
            Branch text,
            TextPosition position,
            int length,
            Map<String, @Nullable Object> attributes) {
        minimizeChanges(position, attributes);
        Map<String, @Nullable Object> negated = insertMarkers(transaction, text, position, attributes);
        int remaining = length;
        while (position.right != null
                && (remaining > 0
                        || (!negated.isEmpty()
                                && (position.right.isDeleted() || position.right.kind() == Item.FORMAT)))) {
            Item item = position.right;
            if (!item.isDeleted()) {
                if (item.kind() == Item.FORMAT) {
                    if (!overwriteMarker(transaction, position, item.format(), remaining, attributes, negated)) {
                        break;
                    }
                } else {
                    if (remaining < item.length) {
                        Structs.split(transaction, item, remaining);
                    }
                    remaining -= item.length;
                }
            }
            position.forward();
        }
        if (remaining > 0) {
            Item newlines = LocalContent.text(transaction.doc(), "\n".repeat(remaining));
            ListEdits.insertItem(transaction, text, position.left, position.right, newlines);
            position.right = newlines;
            position.forward();
        }
        insertNegated(transaction, text, position, negated);
    }

    /* Deals with a live marker inside the formatted range; false when it ends the formatting. */
    private static boolean overwriteMarker(
            Transaction transaction,
            TextPosition position,
            Format format,
            int remaining,
            Map<String, @Nullable Object> attributes,
            Map<String, @Nullable Object> negated) {
        if (!attributes.containsKey(format.key())) {
            position.attributes.put(format.key(), format.value());
            return true;
        }
        if (Attributes.equal(attributes.get(format.key()), format.value())) {
            negated.remove(format.key());
        } else {
            if (remaining == 0) {
                return false;
            }
            negated.put(format.key(), format.value());
        }
        Item marker = position.right;
        if (marker != null) {
            Structs.delete(transaction, marker);
        }
        return true;
    }

    /** Deletes the next {@code length} units, or as many as there are, and the markers that have become redundant. */
    static void delete(Transaction transaction, Branch text, TextPosition position, int length) {
        Map<String, @Nullable Object> startAttributes = new LinkedHashMap<>(position.attributes);
        Item start = position.right;
        int remaining = length;
        while (remaining > 0 && position.right != null) {
            Item item = position.right;
            if (item.isVisible()) {
                if (remaining < item.length) {
                    Structs.split(transaction, item, remaining);
                }
                remaining -= item.length;
                Structs.delete(transaction, item);
            }
            position.forward();
        }
        if (start != null && text.hasFormatting) {
            cleanupGap(transaction, start, position.right, startAttributes, position.attributes);
        }
    }

    /* Steps right over tombstones and over markers that change nothing for these attributes. */
    private static void minimizeChanges(TextPosition position, Map<String, @Nullable Object> attributes) {
        while (position.right != null) {
            Item item = position.right;
            if (!item.isDeleted()
                    && !(item.kind() == Item.FORMAT
                            && Attributes.equal(
                                    attributes.get(item.format().key()),
                                    item.format().value()))) {
                return;
            }
            position.forward();
        }
    }

    /* Starts the attributes that do not hold yet; returns what they were, to be restored behind the content. */
    private static Map<String, @Nullable Object> insertMarkers(
            Transaction transaction, Branch text, TextPosition position, Map<String, @Nullable Object> attributes) {
        Map<String, @Nullable Object> negated = new LinkedHashMap<>();
        for (Map.Entry<String, @Nullable Object> attribute : attributes.entrySet()) {
            Object current = position.attributes.get(attribute.getKey());
            if (!Attributes.equal(current, attribute.getValue())) {
                negated.put(attribute.getKey(), current);
                insertMarker(transaction, text, position, attribute.getKey(), attribute.getValue());
            }
        }
        return negated;
    }

    private static void insertMarker(
            Transaction transaction, Branch text, TextPosition position, String key, @Nullable Object value) {
        Item marker = LocalContent.format(transaction.doc(), Format.of(key, value));
        ListEdits.insertItem(transaction, text, position.left, position.right, marker);
        position.right = marker;
        position.forward();
    }

    private static void insertNegated(
            Transaction transaction, Branch text, TextPosition position, Map<String, @Nullable Object> negated) {
        while (position.right != null) {
            Item item = position.right;
            if (!item.isDeleted()) {
                if (item.kind() != Item.FORMAT || !negatesAlready(negated, item.format())) {
                    break;
                }
                negated.remove(item.format().key());
            }
            position.forward();
        }
        negated.forEach((key, value) -> insertMarker(transaction, text, position, key, value));
    }

    /* A missing key is undefined, which equals no value of a marker, null included. */
    private static boolean negatesAlready(Map<String, @Nullable Object> negated, Format format) {
        return negated.containsKey(format.key()) && Attributes.equal(negated.get(format.key()), format.value());
    }

    /**
     * Deletes markers in the gap that begins at {@code start}: those that a later marker of the gap overrides, and those
     * that set what holds at the start already.
     *
     * @param here an item of the gap; markers before it are also taken out of {@code currentAttributes}
     */
    static void cleanupGap(
            Transaction transaction,
            Item start,
            @Nullable Item here,
            Map<String, @Nullable Object> startAttributes,
            Map<String, @Nullable Object> currentAttributes) {
        Map<String, Item> lastMarkers = new LinkedHashMap<>();
        Item end = start;
        while (end != null && !end.isVisible()) {
            if (!end.isDeleted() && end.kind() == Item.FORMAT) {
                lastMarkers.put(end.format().key(), end);
            }
            end = end.right;
        }
        boolean reachedHere = false;
        for (Item item = start; item != end && item != null; item = item.right) {
            reachedHere |= item == here;
            if (item.isDeleted() || item.kind() != Item.FORMAT) {
                continue;
            }
            Format format = item.format();
            Object value = format.value();
            Object startValue = startAttributes.get(format.key());
            if (lastMarkers.get(format.key()) != item || Attributes.identical(startValue, value)) {
                Structs.delete(transaction, item);
                if (!reachedHere
                        && Attributes.identical(currentAttributes.get(format.key()), value)
                        && !Attributes.identical(startValue, value)) {
                    if (startValue == null) {
                        currentAttributes.remove(format.key());
                    } else {
                        currentAttributes.put(format.key(), startValue);
                    }
                }
            } else if (!reachedHere) {
                Attributes.update(currentAttributes, format);
            }
        }
    }

    /** Deletes all but the rightmost marker of each key in the gap around an item; the items of the gap are visited then. */
    static void cleanupContextlessGap(Transaction transaction, Item within, Set<Item> visited) {
        Item item = within;
        while (item.right != null && !item.right.isVisible()) {
            item = item.right;
        }
        Set<String> keys = new HashSet<>(2);
        for (Item marker = item; marker != null && !marker.isVisible(); marker = marker.left) {
            visited.add(marker);
            if (!marker.isDeleted() && marker.kind() == Item.FORMAT) {
                String key = marker.format().key();
                if (!keys.add(key)) {
                    Structs.delete(transaction, marker);
                }
            }
        }
    }
}
