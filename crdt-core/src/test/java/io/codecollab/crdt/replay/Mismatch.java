package io.codecollab.crdt.replay;

/** The first difference between a run and its replay, with everything needed to see it again. */
final class Mismatch extends AssertionError {

    private static final long serialVersionUID = 1L;

    Mismatch(String message) {
        super(message);
    }

    Mismatch(String message, Throwable cause) {
        super(message, cause);
    }
}
