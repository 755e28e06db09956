package io.codecollab.crdt;

/**
 * A shared map that stands in XML for something an application renders itself.
 *
 * <p>Not thread-safe: belongs to its document's writer.
 */
public final class XmlHook extends YMap {

    /** A preliminary hook. */
    public XmlHook(String hookName) {
        this(new Branch(Branch.XML_HOOK, hookName, null));
        becomePreliminary();
    }

    XmlHook(Branch branch) {
        super(branch);
    }

    public String hookName() {
        return branch.name == null ? "" : branch.name;
    }

    @Override
    public XmlHook copy() {
        return (XmlHook) super.copy();
    }
}
