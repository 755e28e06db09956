package io.codecollab.crdt.update;

/** The kinds of nested shared types, as numbered on the wire. */
public final class TypeRef {

    /** Y.Array. */
    public static final int ARRAY = 0;

    /** Y.Map. */
    public static final int MAP = 1;

    /** Y.Text. */
    public static final int TEXT = 2;

    /** Y.XmlElement, followed by its node name. */
    public static final int XML_ELEMENT = 3;

    /** Y.XmlFragment. */
    public static final int XML_FRAGMENT = 4;

    /** Y.XmlHook, followed by its hook name. */
    public static final int XML_HOOK = 5;

    /** Y.XmlText. */
    public static final int XML_TEXT = 6;

    private TypeRef() {}

    /** Whether a name follows. */
    static boolean hasName(int ref) {
        return ref == XML_ELEMENT || ref == XML_HOOK;
    }
}
