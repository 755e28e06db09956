package io.codecollab.persistence;

import org.jspecify.annotations.Nullable;

/**
 * The database cannot be opened, read or written now, or too much waits for it. The fault is neither the caller's nor the
 * data's; earlier attempts are among the suppressed exceptions.
 */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StoreUnavailableException(String message) {
        super(message);
    }

    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
