package io.codecollab.crdt;

import org.jspecify.annotations.Nullable;

/** The neighbours of an XML node in its parent. */
final class XmlSiblings {
    private XmlSiblings() {}

    static @Nullable SharedType next(Branch node) {
        Item item = node.item == null ? null : node.item.right;
        while (item != null && item.isDeleted()) {
            item = item.right;
        }
        return typeOf(item);
    }

    static @Nullable SharedType previous(Branch node) {
        Item item = node.item == null ? null : node.item.left;
        while (item != null && item.isDeleted()) {
            item = item.left;
        }
        return typeOf(item);
    }

    private static @Nullable SharedType typeOf(@Nullable Item item) {
        return item == null || item.kind() != Item.TYPE ? null : SharedType.of(item.branch());
    }
}
