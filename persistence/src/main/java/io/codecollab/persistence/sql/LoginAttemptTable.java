package io.codecollab.persistence.sql;

import io.codecollab.persistence.LoginAttempts;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Update;

/** How often somebody failed to log in. Thread-safe. */
final class LoginAttemptTable {

    private static final String INSERT = """
            INSERT INTO login_attempts (subject, failures, not_before_ms, last_at_ms)
            VALUES (:subject, :failures, :notBeforeMs, :nowMs) ON CONFLICT (subject) DO NOTHING
            """;

    private static final String UPDATE = """
            UPDATE login_attempts SET failures = :failures, not_before_ms = :notBeforeMs, last_at_ms = :nowMs
             WHERE subject = :subject AND failures = :expectedFailures AND not_before_ms = :expectedNotBeforeMs
            """;

    private final Jdbi jdbi;

    LoginAttemptTable(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    LoginAttempts of(String subject) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT failures, not_before_ms FROM login_attempts WHERE subject = :subject")
                .bind("subject", subject)
                .map((row, context) -> new LoginAttempts(row.getInt("failures"), row.getLong("not_before_ms")))
                .findOne()
                .orElse(LoginAttempts.NONE));
    }

    boolean set(String subject, LoginAttempts expected, LoginAttempts next, long nowMs) {
        return jdbi.withHandle(handle -> {
            Update statement = expected.equals(LoginAttempts.NONE)
                    ? handle.createUpdate(INSERT)
                    : handle.createUpdate(UPDATE)
                            .bind("expectedFailures", expected.failures())
                            .bind("expectedNotBeforeMs", expected.notBeforeMs());
            return SqlRows.one(statement
                    .bind("subject", subject)
                    .bind("failures", next.failures())
                    .bind("notBeforeMs", next.notBeforeMs())
                    .bind("nowMs", nowMs));
        });
    }

    boolean clear(String subject) {
        return jdbi.withHandle(handle -> handle.execute("DELETE FROM login_attempts WHERE subject = ?", subject)) == 1;
    }

    int forget(long beforeMs) {
        return jdbi.withHandle(handle -> handle.execute("DELETE FROM login_attempts WHERE last_at_ms < ?", beforeMs));
    }
}
