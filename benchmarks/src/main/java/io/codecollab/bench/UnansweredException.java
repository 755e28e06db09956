package io.codecollab.bench;

/** The engine has no function that would answer the question: the cell of the table stays empty. */
final class UnansweredException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnansweredException(String engine, String lacks) {
        super("unanswered, engine=" + engine + ", it has no " + lacks);
    }
}
