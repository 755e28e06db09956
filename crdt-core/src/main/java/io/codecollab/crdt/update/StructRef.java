package io.codecollab.crdt.update;

/**
 * The info byte that starts every struct.
 *
 * <pre>
 *    7          6             5            4 . . . 0
 *   +----------+-------------+------------+---------+
 *   | origin   | rightOrigin | parentSub  |   ref   |
 *   +----------+-------------+------------+---------+
 * </pre>
 *
 * The first two bits say that the id follows. The third says that the item is a map entry; its key follows only when
 * neither id does, otherwise parent and key are those of the neighbour.
 */
public final class StructRef {

    /** Collected structs: nothing left but a length. */
    public static final int GC = 0;

    /** Content that was deleted and dropped: a length. */
    public static final int DELETED = 1;

    /** Values as JSON texts: documents older than Yjs 13. */
    public static final int JSON = 2;

    /** A byte array. */
    public static final int BINARY = 3;

    /** Text. */
    public static final int STRING = 4;

    /** An object embedded in a text. */
    public static final int EMBED = 5;

    /** The start or the end of an attribute in a text. */
    public static final int FORMAT = 6;

    /** A nested shared type. */
    public static final int TYPE = 7;

    /** Values. */
    public static final int ANY = 8;

    /** A subdocument. */
    public static final int DOC = 9;

    /** A hole: clocks this update knows nothing about. */
    public static final int SKIP = 10;

    /** The bits of the info byte that hold the ref. */
    public static final int MASK = 0x1F;

    /** An origin follows. */
    public static final int HAS_ORIGIN = 0x80;

    /** A right origin follows. */
    public static final int HAS_RIGHT_ORIGIN = 0x40;

    /** The item is a map entry. */
    public static final int HAS_PARENT_SUB = 0x20;

    private StructRef() {}
}
