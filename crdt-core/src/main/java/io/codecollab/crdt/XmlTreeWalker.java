package io.codecollab.crdt;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Visits the nodes below a fragment in document order. Not thread-safe. */
final class XmlTreeWalker implements Iterator<SharedType> {
    private final Branch root;
    private final Predicate<SharedType> filter;
    private @Nullable Item next;

    XmlTreeWalker(Branch root, Predicate<SharedType> filter) {
        this.root = root;
        this.filter = filter;
        this.next = matching(root.start);
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public SharedType next() {
        Item item = next;
        if (item == null) {
            throw new NoSuchElementException();
        }
        next = matching(following(item));
        return SharedType.of(item.branch());
    }

    private @Nullable Item matching(@Nullable Item from) {
        Item item = from;
        while (item != null
                && (item.isDeleted() || item.kind() != Item.TYPE || !filter.test(SharedType.of(item.branch())))) {
            item = following(item);
        }
        return item;
    }

    private @Nullable Item following(Item item) {
        if (!item.isDeleted() && item.kind() == Item.TYPE) {
            Branch branch = item.branch();
            boolean hasNodes = branch.typeRef == Branch.XML_ELEMENT || branch.typeRef == Branch.XML_FRAGMENT;
            if (hasNodes && branch.start != null) {
                return branch.start;
            }
        }
        for (Item at = item; at != null; ) {
            if (at.right != null) {
                return at.right;
            }
            Branch parent = at.requireParent();
            at = parent == root ? null : parent.item;
        }
        return null;
    }
}
