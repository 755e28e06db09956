package io.codecollab.server.document;

/** A subscriber sent what is understood and not taken: too much of something. It ends that subscriber's part. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final CloseReason reason;

    RefusedException(CloseReason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    CloseReason reason() {
        return reason;
    }
}
