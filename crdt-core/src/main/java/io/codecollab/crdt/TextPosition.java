package io.codecollab.crdt;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A gap in a text: the physical neighbours (tombstones and markers included) and the formatting that applies there.
 *
 * <p>Source: Yjs 13.6 {@code YText.js}, {@code ItemTextListPosition}. Not thread-safe; lives for one edit.
 */
final class TextPosition {
    @Nullable
    Item left;

    @Nullable
    Item right;

    /** Visible units left of the gap. */
    int index;

    final Map<String, @Nullable Object> attributes;

    TextPosition(@Nullable Item left, @Nullable Item right, int index, Map<String, @Nullable Object> attributes) {
        this.left = left;
        this.right = right;
        this.index = index;
        this.attributes = attributes;
    }

    static TextPosition start(Branch text) {
        return new TextPosition(null, text.start, 0, new LinkedHashMap<>());
    }

    /** The gap at an index; one behind the end is the end. Cuts an item if the index lies inside. */
    static TextPosition at(Transaction transaction, Branch text, int index) {
        if (text.hasFormatting) {
            TextPosition position = FormattedText.positionAt(text, index);
            position.forward(transaction, index - position.index);
            return position;
        }
        return new TextPosition(ListEdits.itemBefore(transaction, text, index), null, index, new LinkedHashMap<>())
                .withRightNeighbour(text);
    }

    private TextPosition withRightNeighbour(Branch text) {
        Item before = left;
        right = before == null ? text.start : before.right;
        return this;
    }

    /** Steps over the item to the right. */
    void forward() {
        Item item = right;
        if (item == null) {
            throw new IllegalStateException("end of text");
        }
        if (!item.isDeleted()) {
            if (item.kind() == Item.FORMAT) {
                Attributes.update(attributes, item.format());
            } else {
                index += item.length;
            }
        }
        left = item;
        right = item.right;
    }

    /** Steps over {@code units} visible units, or to the end. */
    private void forward(Transaction transaction, int units) {
        int remaining = units;
        while (right != null && remaining > 0) {
            Item item = right;
            if (item.isVisible()) {
                if (remaining < item.length) {
                    Structs.split(transaction, item, remaining);
                }
                remaining -= item.length;
            }
            forward();
        }
    }
}
