package io.codecollab.persistence;

/** A stored record is not what was written: cut short, changed, or something else altogether. */
public final class CorruptRecordException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String reason;

    public CorruptRecordException(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** What was found instead. */
    public String reason() {
        return reason;
    }
}
