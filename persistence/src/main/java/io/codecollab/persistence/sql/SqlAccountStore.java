package io.codecollab.persistence.sql;

import static io.codecollab.persistence.sql.SqlUpdateStore.reaching;

import io.codecollab.persistence.Account;
import io.codecollab.persistence.AccountStore;
import io.codecollab.persistence.LoginAttempts;
import io.codecollab.persistence.RefreshFamily;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** An {@link AccountStore} on the tables of {@code db/migration}. Thread-safe. */
final class SqlAccountStore implements AccountStore {

    private static final String SELECT_ACCOUNT =
            "SELECT id, name, name_key, password_hash, created_at_ms, is_admin, is_disabled FROM account WHERE ";

    private final Jdbi jdbi;
    private final RefreshFamilies families;
    private final LoginAttemptTable attempts;

    SqlAccountStore(Jdbi jdbi) {
        this.jdbi = jdbi;
        this.families = new RefreshFamilies(jdbi);
        this.attempts = new LoginAttemptTable(jdbi);
    }

    @Override
    public boolean create(Account account) {
        return reaching(
                "create an account",
                () -> jdbi.withHandle(handle -> handle.createUpdate("""
                                INSERT INTO account
                                  (id, name, name_key, password_hash, created_at_ms, is_admin, is_disabled)
                                VALUES (:id, :name, :key, :passwordHash, :createdAtMs, :isAdmin, :isDisabled)
                                ON CONFLICT (name_key) DO NOTHING
                                """)
                                .bind("id", account.id())
                                .bind("name", account.name())
                                .bind("key", account.key())
                                .bind("passwordHash", account.passwordHash())
                                .bind("createdAtMs", account.createdAtMs())
                                .bind("isAdmin", account.isAdmin() ? 1 : 0)
                                .bind("isDisabled", account.isDisabled() ? 1 : 0)
                                .execute())
                        == 1);
    }

    @Override
    public Optional<Account> find(String id) {
        return findWhere("id = :value", id);
    }

    @Override
    public Optional<Account> findByKey(String key) {
        return findWhere("name_key = :value", key);
    }

    private Optional<Account> findWhere(String condition, String value) {
        return reaching(
                "find an account",
                () -> jdbi.withHandle(handle -> handle.createQuery(SELECT_ACCOUNT + condition)
                        .bind("value", value)
                        .map((row, context) -> account(row))
                        .findOne()));
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(
                row.getString("id"),
                row.getString("name"),
                row.getString("name_key"),
                row.getString("password_hash"),
                row.getLong("created_at_ms"),
                row.getInt("is_admin") != 0,
                row.getInt("is_disabled") != 0);
    }

    @Override
    public List<Account> accounts(@Nullable String afterKey, int limit) {
        return reaching(
                "list accounts",
                () -> jdbi.withHandle(handle -> handle.createQuery(
                                SELECT_ACCOUNT + "name_key > :after ORDER BY name_key LIMIT :limit")
                        .bind("after", afterKey == null ? "" : afterKey)
                        .bind("limit", limit)
                        .map((row, context) -> account(row))
                        .list()));
    }

    @Override
    public Map<String, String> names(Collection<String> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return reaching(
                "read names of accounts",
                () -> jdbi.withHandle(handle -> {
                    Map<String, String> names = new HashMap<>();
                    handle.createQuery("SELECT id, name FROM account WHERE id IN (<ids>)")
                            .bindList("ids", ids)
                            .map((row, context) -> names.put(row.getString("id"), row.getString("name")))
                            .list();
                    return names;
                }));
    }

    @Override
    public boolean changePassword(String id, String expectedHash, String newHash) {
        return reaching(
                "change a password",
                () -> jdbi.inTransaction(handle -> {
                    boolean changed = SqlRows.one(handle.createUpdate(
                                    "UPDATE account SET password_hash = :new WHERE id = :id AND password_hash = :expected")
                            .bind("id", id)
                            .bind("expected", expectedHash)
                            .bind("new", newHash));
                    if (changed) {
                        handle.execute("DELETE FROM refresh_family WHERE account_id = ?", id);
                    }
                    return changed;
                }));
    }

    @Override
    public boolean rehash(String id, String expectedHash, String newHash) {
        return reaching(
                "hash a password anew",
                () -> jdbi.withHandle(handle -> SqlRows.one(handle.createUpdate(
                                "UPDATE account SET password_hash = :new WHERE id = :id AND password_hash = :expected")
                        .bind("id", id)
                        .bind("expected", expectedHash)
                        .bind("new", newHash))));
    }

    @Override
    public boolean setAdmin(String id, boolean isAdmin) {
        return reaching(
                "change who is an admin",
                () -> jdbi.withHandle(handle ->
                        SqlRows.one(handle.createUpdate("UPDATE account SET is_admin = :isAdmin WHERE id = :id")
                                .bind("id", id)
                                .bind("isAdmin", isAdmin ? 1 : 0))));
    }

    @Override
    public boolean setDisabled(String id, boolean isDisabled) {
        return reaching(
                "disable an account",
                () -> jdbi.inTransaction(handle -> {
                    boolean changed = SqlRows.one(
                            handle.createUpdate("UPDATE account SET is_disabled = :isDisabled WHERE id = :id")
                                    .bind("id", id)
                                    .bind("isDisabled", isDisabled ? 1 : 0));
                    if (isDisabled) {
                        handle.execute("DELETE FROM refresh_family WHERE account_id = ?", id);
                    }
                    return changed;
                }));
    }

    @Override
    public boolean startFamily(RefreshFamily family, String checkedHash, int maxFamilies) {
        return reaching("begin a login", () -> families.start(family, checkedHash, maxFamilies));
    }

    @Override
    public Optional<RefreshFamily> findFamily(String id) {
        return reaching("find a login", () -> families.find(id));
    }

    @Override
    public boolean rotate(String family, byte[] expectedHash, byte[] newHash, long nowMs, long newExpiresAtMs) {
        return reaching(
                "go on with a login", () -> families.rotate(family, expectedHash, newHash, nowMs, newExpiresAtMs));
    }

    @Override
    public boolean revoke(String family) {
        return reaching("end a login", () -> families.revoke(family));
    }

    @Override
    public int revokeAll(String account) {
        return reaching("end all logins", () -> families.revokeAll(account));
    }

    @Override
    public LoginAttempts attempts(String subject) {
        return reaching("read failed logins", () -> attempts.of(subject));
    }

    @Override
    public boolean setAttempts(String subject, LoginAttempts expected, LoginAttempts next, long nowMs) {
        return reaching("count failed logins", () -> attempts.set(subject, expected, next, nowMs));
    }

    @Override
    public void clearAttempts(String subject) {
        reaching("forget failed logins", () -> attempts.clear(subject));
    }

    @Override
    public int forgetAttempts(long beforeMs) {
        return reaching("forget old failed logins", () -> attempts.forget(beforeMs));
    }
}
