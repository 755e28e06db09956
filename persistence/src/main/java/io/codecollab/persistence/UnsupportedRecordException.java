package io.codecollab.persistence;

/** A stored record was written by a later version of this program. It is intact; only this program is too old for it. */
public final class UnsupportedRecordException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public UnsupportedRecordException(String message) {
        super(message);
    }
}
