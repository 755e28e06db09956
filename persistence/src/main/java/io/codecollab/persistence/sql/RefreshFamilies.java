package io.codecollab.persistence.sql;

import io.codecollab.persistence.RefreshFamily;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Logins that go on. One that is revoked is gone. Thread-safe. */
final class RefreshFamilies {

    private static final String INSERT = """
            INSERT INTO refresh_family (id, account_id, token_hash, started_at_ms, expires_at_ms)
            VALUES (:id, :account, :tokenHash, :startedAtMs, :expiresAtMs)
            """;

    private static final String DELETE_EXPIRED_AND_PAST_THE_BOUND = """
            DELETE FROM refresh_family
             WHERE account_id = :account
               AND (expires_at_ms <= :nowMs OR id IN (
                   SELECT id FROM (
                       SELECT id, row_number() OVER (ORDER BY started_at_ms DESC, id) AS place
                         FROM refresh_family WHERE account_id = :account) AS newest_first
                    WHERE place >= :maxFamilies))
            """;

    private final Jdbi jdbi;

    RefreshFamilies(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    boolean start(RefreshFamily family, String checkedHash, int maxFamilies) {
        return jdbi.inTransaction(handle -> {
            if (!lockAccount(family, checkedHash, handle)) {
                return false;
            }
            handle.createUpdate(DELETE_EXPIRED_AND_PAST_THE_BOUND)
                    .bind("account", family.account())
                    .bind("nowMs", family.startedAtMs())
                    .bind("maxFamilies", maxFamilies)
                    .execute();
            return SqlRows.one(handle.createUpdate(INSERT)
                    .bind("id", family.id())
                    .bind("account", family.account())
                    .bind("tokenHash", family.tokenHash())
                    .bind("startedAtMs", family.startedAtMs())
                    .bind("expiresAtMs", family.expiresAtMs()));
        });
    }

    /** The account's row changes, so that whatever ends its logins comes before, or ends this one as well. */
    private static boolean lockAccount(RefreshFamily family, String checkedHash, Handle transaction) {
        return SqlRows.one(transaction
                .createUpdate("""
                        UPDATE account SET logged_in_at_ms = :nowMs
                         WHERE id = :account AND password_hash = :checked AND is_disabled = 0
                        """)
                .bind("nowMs", family.startedAtMs())
                .bind("account", family.account())
                .bind("checked", checkedHash));
    }

    Optional<RefreshFamily> find(String id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT account_id, token_hash, started_at_ms, expires_at_ms FROM refresh_family WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> new RefreshFamily(
                        id,
                        row.getString("account_id"),
                        row.getBytes("token_hash"),
                        row.getLong("started_at_ms"),
                        row.getLong("expires_at_ms")))
                .findOne());
    }

    boolean rotate(String family, byte[] expectedHash, byte[] newHash, long nowMs, long newExpiresAtMs) {
        return jdbi.withHandle(handle -> SqlRows.one(handle.createUpdate("""
                        UPDATE refresh_family SET token_hash = :new, expires_at_ms = :expiresAtMs
                         WHERE id = :id AND token_hash = :expected AND expires_at_ms > :nowMs
                        """)
                .bind("id", family)
                .bind("expected", expectedHash)
                .bind("new", newHash)
                .bind("nowMs", nowMs)
                .bind("expiresAtMs", newExpiresAtMs)));
    }

    boolean revoke(String family) {
        return jdbi.withHandle(handle -> handle.execute("DELETE FROM refresh_family WHERE id = ?", family)) == 1;
    }

    int revokeAll(String account) {
        return jdbi.withHandle(handle -> handle.execute("DELETE FROM refresh_family WHERE account_id = ?", account));
    }
}
