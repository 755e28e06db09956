package io.codecollab.crdt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A shared list of XML nodes: {@link XmlElement}, {@link XmlText}, {@link XmlHook} or fragments.
 *
 * <p>Not thread-safe: belongs to its document's writer.
 */
public sealed class XmlFragment extends SharedType permits XmlElement {
    private @Nullable List<SharedType> preliminary;

    /** A preliminary fragment. */
    public XmlFragment() {
        this(new Branch(Branch.XML_FRAGMENT, null, null));
        becomePreliminary();
    }

    XmlFragment(Branch branch) {
        super(branch);
    }

    final void becomePreliminary() {
        preliminary = new ArrayList<>();
        branch.type = this;
    }

    @Override
    void integratePreliminaryContent() {
        List<SharedType> children = preliminary;
        preliminary = null;
        if (children != null) {
            insert(0, children);
        }
    }

    @Override
    public final int length() {
        List<SharedType> children = preliminary;
        return children != null ? children.size() : branch.length;
    }

    /**
     * Inserts nodes before the child at {@code index}.
     *
     * @throws IndexOutOfBoundsException if the index is beyond the end
     */
    public final void insert(int index, List<? extends SharedType> nodes) {
        List<SharedType> children = preliminary;
        if (children != null) {
            children.addAll(index, nodes);
        } else {
            edit(transaction -> ListEdits.insert(transaction, branch, index, nodes));
        }
    }

    public final void insert(int index, SharedType... nodes) {
        insert(index, Arrays.asList(nodes));
    }

    /**
     * Inserts nodes behind a child.
     *
     * @param reference a child of this fragment; null to insert at the start
     */
    public final void insertAfter(@Nullable SharedType reference, List<? extends SharedType> nodes) {
        List<SharedType> children = preliminary;
        if (children != null) {
            int index = reference == null ? 0 : children.indexOf(reference) + 1;
            if (index == 0 && reference != null) {
                throw new IllegalArgumentException("reference is not a child");
            }
            children.addAll(index, nodes);
            return;
        }
        Item item = reference == null ? null : reference.branch.item;
        if (reference != null && (item == null || item.parent != branch)) {
            throw new IllegalArgumentException("reference is not a child");
        }
        edit(transaction -> ListEdits.insertAfter(transaction, branch, item, nodes));
    }

    public final void push(List<? extends SharedType> nodes) {
        insert(length(), nodes);
    }

    public final void push(SharedType... nodes) {
        insert(length(), nodes);
    }

    public final void unshift(List<? extends SharedType> nodes) {
        insert(0, nodes);
    }

    /**
     * Deletes {@code length} children from {@code index} on.
     *
     * @throws IndexOutOfBoundsException if the list ends before; what there was has been deleted then, as in Yjs
     */
    public final void delete(int index, int length) {
        List<SharedType> children = preliminary;
        if (children != null) {
            children.subList(index, index + length).clear();
        } else {
            edit(transaction -> ListEdits.delete(transaction, branch, index, length));
        }
    }

    public final void delete(int index) {
        delete(index, 1);
    }

    /**
     * The child at an index.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public final SharedType get(int index) {
        List<SharedType> children = preliminary;
        Object child = children != null ? children.get(index) : ListEdits.get(branch, index);
        return node(child);
    }

    private static SharedType node(@Nullable Object child) {
        if (child instanceof SharedType type) {
            return type;
        }
        throw new IllegalStateException("child is not an XML node");
    }

    /** The children, a copy. */
    public final List<SharedType> toList() {
        List<SharedType> children = preliminary;
        if (children != null) {
            return new ArrayList<>(children);
        }
        List<SharedType> nodes = new ArrayList<>();
        for (Object child : YArray.visibleElements(branch)) {
            if (child instanceof SharedType type) {
                nodes.add(type);
            }
        }
        return nodes;
    }

    /** The children as they were. Needs a document that does not collect garbage. */
    public final List<SharedType> toList(Snapshot snapshot) {
        List<SharedType> nodes = new ArrayList<>();
        for (Object child : SnapshotContent.list(branch, snapshot)) {
            nodes.add(node(child));
        }
        return nodes;
    }

    /** The children from {@code from} to {@code to} (exclusive). */
    public final List<SharedType> slice(int from, int to) {
        return new ArrayList<>(toList().subList(from, to));
    }

    public final @Nullable SharedType firstChild() {
        List<SharedType> children = toList();
        return children.isEmpty() ? null : children.get(0);
    }

    /** Goes over all nodes below this one that match, in document order, as they are while it goes. */
    public final Iterator<SharedType> createTreeWalker(Predicate<SharedType> filter) {
        return new XmlTreeWalker(branch, filter);
    }

    /** The first element below this one with this node name, in any case; null if there is none. */
    public final @Nullable XmlElement querySelector(String nodeName) {
        Iterator<SharedType> walker = createTreeWalker(hasNodeName(nodeName));
        return walker.hasNext() ? (XmlElement) walker.next() : null;
    }

    /** All elements below this one with this node name, in any case. */
    public final List<XmlElement> querySelectorAll(String nodeName) {
        List<XmlElement> found = new ArrayList<>();
        createTreeWalker(hasNodeName(nodeName)).forEachRemaining(node -> found.add((XmlElement) node));
        return found;
    }

    private static Predicate<SharedType> hasNodeName(String nodeName) {
        String upper = nodeName.toUpperCase(Locale.ROOT);
        return node -> node instanceof XmlElement element
                && element.nodeName().toUpperCase(Locale.ROOT).equals(upper);
    }

    /** The XML text. Nothing is escaped, as in Yjs: not for parsers. */
    @Override
    public final String toString() {
        return XmlString.of(branch);
    }

    @Override
    public XmlFragment copy() {
        return (XmlFragment) super.copy();
    }
}
