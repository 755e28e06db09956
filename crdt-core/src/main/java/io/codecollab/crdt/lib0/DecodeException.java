package io.codecollab.crdt.lib0;

/**
 * Bytes or JSON text from outside are not what their format says. The one exception for bad input in this module:
 * whoever sees it knows that nothing has been changed yet.
 *
 * <p>Immutable.
 */
public final class DecodeException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String reason;
    private final long offset;

    /**
     * @param reason what was wrong, in a few words and without a full stop
     * @param offset where, in bytes from the start of the array (in UTF-16 units for JSON text)
     */
    public DecodeException(String reason, long offset) {
        super(reason + ", offset=" + offset);
        this.reason = reason;
        this.offset = offset;
    }

    /** What was wrong, in a few words. */
    public String reason() {
        return reason;
    }

    /** Where it was wrong: bytes from the start of the array, or UTF-16 units from the start of a JSON text. */
    public long offset() {
        return offset;
    }
}
