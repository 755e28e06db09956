package io.codecollab.server;

/** What was asked for cannot be done, for a reason that whoever asked can mend. The message says which, in one line. */
public final class StartupException extends Exception {

    private static final long serialVersionUID = 1;

    public StartupException(String message) {
        super(message);
    }

    public StartupException(String message, Throwable cause) {
        super(message, cause);
    }
}
