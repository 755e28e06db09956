package io.codecollab.crdt;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A shared XML element: a node name, attributes of any shareable value, children.
 *
 * <p>Not thread-safe: belongs to its document's writer.
 */
public final class XmlElement extends XmlFragment {
    private static final String NO_NAME = "UNDEFINED";

    private @Nullable Map<String, @Nullable Object> preliminaryAttributes;

    /** A preliminary element. */
    public XmlElement(String nodeName) {
        this(new Branch(Branch.XML_ELEMENT, nodeName, null));
        becomePreliminary();
        preliminaryAttributes = new LinkedHashMap<>();
    }

    XmlElement(Branch branch) {
        super(branch);
    }

    @Override
    void integratePreliminaryContent() {
        super.integratePreliminaryContent();
        Map<String, @Nullable Object> attributes = preliminaryAttributes;
        preliminaryAttributes = null;
        if (attributes != null) {
            attributes.forEach(this::setAttribute);
        }
    }

    public String nodeName() {
        return branch.name == null ? NO_NAME : branch.name;
    }

    public void setAttribute(String name, @Nullable Object value) {
        Map<String, @Nullable Object> attributes = preliminaryAttributes;
        if (attributes != null) {
            attributes.put(name, value);
        } else {
            edit(transaction -> ListEdits.set(transaction, branch, name, value));
        }
    }

    public @Nullable Object getAttribute(String name) {
        return getAttributes().get(name);
    }

    public boolean hasAttribute(String name) {
        return getAttributes().containsKey(name);
    }

    public void removeAttribute(String name) {
        Map<String, @Nullable Object> attributes = preliminaryAttributes;
        if (attributes != null) {
            attributes.remove(name);
        } else {
            edit(transaction -> ListEdits.remove(transaction, branch, name));
        }
    }

    /** Names and values, a copy. */
    public Map<String, @Nullable Object> getAttributes() {
        Map<String, @Nullable Object> attributes = preliminaryAttributes;
        return attributes != null ? new LinkedHashMap<>(attributes) : YMap.properties(branch);
    }

    /** The value an attribute had, or null if it had none. Needs a document that does not collect garbage. */
    public @Nullable Object getAttribute(String name, Snapshot snapshot) {
        return SnapshotContent.value(branch, name, snapshot);
    }

    /** Names and values as they were. Needs a document that does not collect garbage. */
    public Map<String, @Nullable Object> getAttributes(Snapshot snapshot) {
        return SnapshotContent.entries(branch, snapshot);
    }

    public @Nullable SharedType nextSibling() {
        return XmlSiblings.next(branch);
    }

    public @Nullable SharedType prevSibling() {
        return XmlSiblings.previous(branch);
    }

    @Override
    public XmlElement copy() {
        return (XmlElement) super.copy();
    }
}
