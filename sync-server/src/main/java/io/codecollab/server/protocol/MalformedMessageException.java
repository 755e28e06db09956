package io.codecollab.server.protocol;

/** A client sent what no client of its dialect sends. It ends that client's connection and nothing else. */
public final class MalformedMessageException extends Exception {

    private static final long serialVersionUID = 1;

    public MalformedMessageException(String message) {
        super(message);
    }

    public MalformedMessageException(String message, Throwable cause) {
        super(message, cause);
    }
}
