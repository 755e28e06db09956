package io.codecollab.persistence.sql;

import io.codecollab.persistence.Ban;
import io.codecollab.persistence.Member;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Who may come into a document, and who may not. Thread-safe. */
final class Members {

    private static final String UPSERT = """
            INSERT INTO member (document, user_id, role, added_at_ms)
            SELECT :document, :user, :role, :addedAtMs
             WHERE (EXISTS (SELECT 1 FROM member WHERE document = :document AND user_id = :user)
                    OR (SELECT count(*) FROM member WHERE document = :document) < :maxMembers)
               AND NOT EXISTS (SELECT 1 FROM ban WHERE document = :document AND user_id = :user)
               AND NOT EXISTS (SELECT 1 FROM directory WHERE name = :document AND owner = :user)
                ON CONFLICT (document, user_id) DO UPDATE SET role = excluded.role
            """;

    private final Jdbi jdbi;

    Members(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    List<Member> page(String document, @Nullable String afterUser, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT user_id, role, added_at_ms FROM member"
                        + " WHERE document = :document AND user_id > :after ORDER BY user_id LIMIT :limit")
                .bind("document", document)
                .bind("after", afterUser == null ? "" : afterUser)
                .bind("limit", limit)
                .map((row, context) ->
                        new Member(row.getString("user_id"), row.getString("role"), row.getLong("added_at_ms")))
                .list());
    }

    static @Nullable String roleOf(String document, String user, Handle handle) {
        return handle.createQuery("SELECT role FROM member WHERE document = :document AND user_id = :user")
                .bind("document", document)
                .bind("user", user)
                .mapTo(String.class)
                .findOne()
                .orElse(null);
    }

    /** Gives somebody a role. The document's row is locked. */
    static boolean set(String document, Member member, int maxMembers, Handle transaction) {
        return SqlRows.one(transaction
                .createUpdate(UPSERT)
                .bind("document", document)
                .bind("user", member.user())
                .bind("role", member.role())
                .bind("addedAtMs", member.addedAtMs())
                .bind("maxMembers", maxMembers));
    }

    boolean remove(String document, String user) {
        return jdbi.withHandle(handle -> remove(document, user, handle));
    }

    private static boolean remove(String document, String user, Handle handle) {
        return handle.execute("DELETE FROM member WHERE document = ? AND user_id = ?", document, user) == 1;
    }

    List<Ban> bans(String document, @Nullable String afterUser, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT user_id, banned_by, banned_at_ms FROM ban"
                        + " WHERE document = :document AND user_id > :after ORDER BY user_id LIMIT :limit")
                .bind("document", document)
                .bind("after", afterUser == null ? "" : afterUser)
                .bind("limit", limit)
                .map((row, context) ->
                        new Ban(row.getString("user_id"), row.getString("banned_by"), row.getLong("banned_at_ms")))
                .list());
    }

    /** Bans somebody. The document's row is locked. */
    static boolean ban(String document, Ban ban, Handle transaction) {
        remove(document, ban.user(), transaction);
        return SqlRows.one(transaction
                .createUpdate("INSERT INTO ban (document, user_id, banned_by, banned_at_ms)"
                        + " VALUES (:document, :user, :by, :atMs) ON CONFLICT (document, user_id) DO NOTHING")
                .bind("document", document)
                .bind("user", ban.user())
                .bind("by", ban.bannedBy())
                .bind("atMs", ban.bannedAtMs()));
    }

    boolean unban(String document, String user) {
        return jdbi.withHandle(
                        handle -> handle.execute("DELETE FROM ban WHERE document = ? AND user_id = ?", document, user))
                == 1;
    }
}
