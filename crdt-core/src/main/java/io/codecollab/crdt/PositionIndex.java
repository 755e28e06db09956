package io.codecollab.crdt;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds list items by index, and the index of an item, in logarithmic time.
 *
 * <p>Not thread-safe; part of a {@link ListCursor}.
 */
/*
 * A B+tree of visible lengths over the items of one list. A leaf stands for a stretch of neighbouring items (its first
 * item and how many follow), each item knows its leaf, and every level sums up the one below:
 *
 *            [ 812 | 1040 ]                 visible units below each child
 *           /              \
 *   [ 400 | 412 ]        [ 1040 ]
 *     |     '- Leaf(first=item, items=31, visible=412)
 */
final class PositionIndex {
    private static final int MAX_LEAF_ITEMS = 32;
    private static final int MAX_CHILDREN = 16;

    /** A stretch of neighbouring items. */
    static final class Leaf {
        @Nullable
        Node parent;

        Item first;
        int items;
        int visible;
        int formats;

        Leaf(Item first) {
            this.first = first;
        }
    }

    private static final class Node {
        @Nullable
        Node parent;

        final @Nullable Object[] children = new @Nullable Object[MAX_CHILDREN];
        final int[] visible = new int[MAX_CHILDREN];
        int count;

        int slotOf(Object child) {
            for (int i = 0; i < count; i++) {
                if (children[i] == child) {
                    return i;
                }
            }
            throw new IllegalStateException("position index out of step");
        }
    }

    private Node root = new Node();

    /* Result of the last find: where the leaf it returned begins. */
    private int foundIndex;

    PositionIndex(Item start) {
        Leaf leaf = new Leaf(start);
        addChild(root, 0, leaf, 0);
        for (Item item = start; item != null; item = item.right) {
            if (leaf.items == MAX_LEAF_ITEMS / 2) {
                Leaf next = new Leaf(item);
                insertAfter(leaf, next);
                leaf = next;
            }
            item.keyOrLeaf = leaf;
            leaf.items++;
            leaf.formats += formats(item);
            addVisible(leaf, item.visibleLength());
        }
    }

    /** The leaf that holds the visible unit at {@code index}, which must be less than the length of the list. */
    Leaf find(int index) {
        int remaining = index;
        Object child = root;
        while (child instanceof Node node) {
            int slot = 0;
            while (remaining >= node.visible[slot]) {
                remaining -= node.visible[slot++];
            }
            child = node.children[slot];
        }
        foundIndex = index - remaining;
        return (Leaf) nonNull(child);
    }

    /** Index of the first visible unit of the leaf that {@link #find} returned last. */
    int foundIndex() {
        return foundIndex;
    }

    /** Number of visible units left of this item. */
    int indexOf(Item item) {
        Leaf leaf = leafOf(item);
        int index = 0;
        for (Item left = leaf.first; left != item; left = nonNull(left.right)) {
            index += left.visibleLength();
        }
        Object child = leaf;
        for (Node node = leaf.parent; node != null; node = node.parent) {
            for (int slot = node.slotOf(child) - 1; slot >= 0; slot--) {
                index += node.visible[slot];
            }
            child = node;
        }
        return index;
    }

    /** Enters an item that was just linked between its neighbours. */
    void insert(Item item) {
        Leaf leaf;
        if (item.left != null) {
            leaf = leafOf(item.left);
        } else {
            leaf = leafOf(nonNull(item.right));
            leaf.first = item;
        }
        item.keyOrLeaf = leaf;
        leaf.items++;
        leaf.formats += formats(item);
        addVisible(leaf, item.visibleLength());
        if (leaf.items > MAX_LEAF_ITEMS) {
            splitLeaf(leaf);
        }
    }

    /** Enters the right part of a split; the visible units stay what they were. */
    void insertSplit(Item rightPart) {
        Leaf leaf = leafOf(nonNull(rightPart.left));
        rightPart.keyOrLeaf = leaf;
        leaf.items++;
        if (leaf.items > MAX_LEAF_ITEMS) {
            splitLeaf(leaf);
        }
    }

    /** An item of the list has gained or lost visible units. */
    void change(Item item, int units) {
        addVisible(leafOf(item), units);
    }

    /** Takes out {@code right}, whose units {@code left} takes over; both are still linked. */
    void merge(Item left, Item right) {
        Leaf leaf = leafOf(right);
        int units = right.visibleLength();
        leaf.items--;
        if (leafOf(left) != leaf) {
            addVisible(leaf, -units);
            addVisible(leafOf(left), units);
            if (leaf.items == 0) {
                removeChild(nonNull(leaf.parent), leaf);
            } else {
                leaf.first = nonNull(right.right);
            }
        }
        right.keyOrLeaf = null;
    }

    Leaf firstLeaf() {
        Object below = root;
        while (below instanceof Node inner) {
            below = inner.children[0];
        }
        return (Leaf) nonNull(below);
    }

    /** The leaf after this one, or null. */
    static @Nullable Leaf next(Leaf leaf) {
        Object child = leaf;
        for (Node node = leaf.parent; node != null; node = node.parent) {
            int slot = node.slotOf(child) + 1;
            if (slot < node.count) {
                Object below = node.children[slot];
                while (below instanceof Node inner) {
                    below = inner.children[0];
                }
                return (Leaf) below;
            }
            child = node;
        }
        return null;
    }

    private static int formats(Item item) {
        return item.kind() == Item.FORMAT ? 1 : 0;
    }

    private void splitLeaf(Leaf leaf) {
        Item item = leaf.first;
        int keep = leaf.items / 2;
        for (int i = 0; i < keep; i++) {
            item = nonNull(item.right);
        }
        Leaf added = new Leaf(item);
        int moved = leaf.items - keep;
        int visible = 0;
        for (int i = 0; i < moved; i++) {
            Item each = nonNull(item);
            each.keyOrLeaf = added;
            visible += each.visibleLength();
            added.formats += formats(each);
            if (i + 1 < moved) {
                item = nonNull(each.right);
            }
        }
        leaf.items = keep;
        added.items = moved;
        leaf.formats -= added.formats;
        addVisible(leaf, -visible);
        insertAfter(leaf, added);
        addVisible(added, visible);
    }

    private void addVisible(Leaf leaf, int units) {
        if (units == 0) {
            return;
        }
        leaf.visible += units;
        Object child = leaf;
        for (Node node = leaf.parent; node != null; node = node.parent) {
            node.visible[node.slotOf(child)] += units;
            child = node;
        }
    }

    private void insertAfter(Leaf leaf, Leaf added) {
        Node node = nonNull(leaf.parent);
        insertChild(node, node.slotOf(leaf) + 1, added);
    }

    /* Enters a child that counts for nothing yet; the caller raises it afterwards. */
    private void insertChild(Node node, int slot, Object child) {
        if (node.count < MAX_CHILDREN) {
            addChild(node, slot, child, 0);
            return;
        }
        Node sibling = new Node();
        int half = MAX_CHILDREN / 2;
        int moved = 0;
        for (int i = half; i < MAX_CHILDREN; i++) {
            addChild(sibling, i - half, nonNull(node.children[i]), node.visible[i]);
            moved += node.visible[i];
        }
        Arrays.fill(node.children, half, MAX_CHILDREN, null);
        node.count = half;
        Node parent = node.parent;
        if (parent == null) {
            parent = new Node();
            root = parent;
            int total = moved;
            for (int i = 0; i < half; i++) {
                total += node.visible[i];
            }
            addChild(parent, 0, node, total);
        }
        raise(node, -moved);
        insertChild(parent, nonNull(node.parent).slotOf(node) + 1, sibling);
        raise(sibling, moved);
        if (slot <= half) {
            addChild(node, slot, child, 0);
        } else {
            addChild(sibling, slot - half, child, 0);
        }
    }

    private static void raise(Node child, int units) {
        Object below = child;
        for (Node node = child.parent; node != null; node = node.parent) {
            node.visible[node.slotOf(below)] += units;
            below = node;
        }
    }

    private static void addChild(Node node, int slot, Object child, int visible) {
        System.arraycopy(node.children, slot, node.children, slot + 1, node.count - slot);
        System.arraycopy(node.visible, slot, node.visible, slot + 1, node.count - slot);
        node.children[slot] = child;
        node.visible[slot] = visible;
        node.count++;
        if (child instanceof Leaf leaf) {
            leaf.parent = node;
        } else {
            ((Node) child).parent = node;
        }
    }

    private void removeChild(Node node, Object child) {
        int slot = node.slotOf(child);
        node.count--;
        System.arraycopy(node.children, slot + 1, node.children, slot, node.count - slot);
        System.arraycopy(node.visible, slot + 1, node.visible, slot, node.count - slot);
        node.children[node.count] = null;
        Node parent = node.parent;
        if (node.count == 0 && parent != null) {
            removeChild(parent, node);
        }
    }

    private static Leaf leafOf(Item item) {
        return nonNull(item.leaf());
    }

    private static <T> T nonNull(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("position index out of step");
        }
        return value;
    }
}
