package io.codecollab.crdt;

import org.jspecify.annotations.Nullable;

/**
 * A shared text that stands in XML. Formatting reads as nested elements.
 *
 * <p>Not thread-safe: belongs to its document's writer.
 */
public final class XmlText extends YText {

    /** A preliminary, empty text. */
    public XmlText() {
        this(new Branch(Branch.XML_TEXT, null, null));
        becomePreliminary();
    }

    /** A preliminary text. */
    public XmlText(String initial) {
        this();
        insert(0, initial);
    }

    XmlText(Branch branch) {
        super(branch);
    }

    public @Nullable SharedType nextSibling() {
        return XmlSiblings.next(branch);
    }

    public @Nullable SharedType prevSibling() {
        return XmlSiblings.previous(branch);
    }

    /** The XML text. Nothing is escaped, as in Yjs: not for parsers. */
    @Override
    public String toString() {
        return XmlString.of(branch);
    }

    @Override
    public XmlText copy() {
        return (XmlText) super.copy();
    }
}
