package io.codecollab.bench.load;

/** The server could not be driven at all. */
final class LoadFailedException extends Exception {

    private static final long serialVersionUID = 1;

    LoadFailedException(String message) {
        super(message);
    }
}
