package io.codecollab.persistence.sql;

import java.sql.SQLException;

/** Failures in a line each, for people. */
final class OneLine {

    private OneLine() {}

    /** What the database said, or the first cause if it did not get to say anything. */
    static String of(Throwable failure) {
        Throwable first = failure;
        Throwable said = null;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            first = t;
            if (t instanceof SQLException) {
                said = t;
            }
        }
        Throwable told = said == null ? first : said;
        String message = told.getMessage();
        return message == null || message.isBlank()
                ? told.getClass().getSimpleName()
                : message.strip().lines().findFirst().orElseThrow();
    }
}
