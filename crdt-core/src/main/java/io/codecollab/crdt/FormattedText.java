package io.codecollab.crdt;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds places in text that has formatting markers, without walking over all of it. */
final class FormattedText {
    private static final int WALK_LENGTH = 256;

    private FormattedText() {}

    /** A position at or before the index, from which stepping forward is cheap. */
    static TextPosition positionAt(Branch text, int index) {
        if (index < WALK_LENGTH) {
            return TextPosition.start(text);
        }
        PositionIndex positions = text.cursor().requirePositions();
        if (positions == null) {
            return TextPosition.start(text);
        }
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        PositionIndex.Leaf target = positions.find(Math.min(index, text.length) - 1);
        int start = positions.foundIndex();
        for (PositionIndex.Leaf leaf = positions.firstLeaf(); leaf != null && leaf != target; ) {
            if (leaf.formats > 0) {
                applyMarkers(leaf, attributes);
            }
            leaf = PositionIndex.next(leaf);
        }
        return new TextPosition(target.first.left, target.first, start, attributes);
    }

    private static void applyMarkers(PositionIndex.Leaf leaf, Map<String, @Nullable Object> attributes) {
        Item item = leaf.first;
        for (int i = 0; i < leaf.items && item != null; i++) {
            if (item.kind() == Item.FORMAT && !item.isDeleted()) {
                Attributes.update(attributes, item.format());
            }
            item = item.right;
        }
    }
}
