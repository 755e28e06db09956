package io.codecollab.server;

/** The server cannot start, for a reason that whoever started it can mend. The message says which, in one line. */
public final class StartupException extends Exception {

    private static final long serialVersionUID = 1;

    public StartupException(String message, Throwable cause) {
        super(message, cause);
    }
}
