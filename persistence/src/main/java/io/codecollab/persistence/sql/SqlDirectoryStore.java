package io.codecollab.persistence.sql;

import static io.codecollab.persistence.sql.SqlUpdateStore.reaching;

import io.codecollab.persistence.Ban;
import io.codecollab.persistence.DirectoryEntry;
import io.codecollab.persistence.DirectoryQuery;
import io.codecollab.persistence.DirectoryStore;
import io.codecollab.persistence.LinkSetting;
import io.codecollab.persistence.Member;
import io.codecollab.persistence.Standing;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** A {@link DirectoryStore} on the tables of {@code db/migration}. Thread-safe. */
final class SqlDirectoryStore implements DirectoryStore {

    private static final String INSERT = """
            INSERT INTO directory
                   (name, title, search_key, language, owner, link, created_at_ms, updated_at_ms, deleted_at_ms)
            VALUES (:name, :title, :searchKey, :language, :owner, :link, :createdAtMs, :updatedAtMs, :deletedAtMs)
                ON CONFLICT (name) DO NOTHING
            """;

    private static final String UPDATE = """
            UPDATE directory
               SET title = coalesce(:title, title), search_key = coalesce(:searchKey, search_key),
                   language = coalesce(:language, language), link = coalesce(:link, link), updated_at_ms = :nowMs
             WHERE name = :name AND deleted_at_ms = 0
            """;

    private final Jdbi jdbi;
    private final DirectoryReader reader;
    private final Members members;

    SqlDirectoryStore(Jdbi jdbi) {
        this.jdbi = jdbi;
        this.reader = new DirectoryReader(jdbi);
        this.members = new Members(jdbi);
    }

    @Override
    public boolean create(DirectoryEntry document, String searchKey) {
        return reaching(
                "create " + document.name(),
                () -> jdbi.withHandle(handle -> SqlRows.one(handle.createUpdate(INSERT)
                        .bind("name", document.name())
                        .bind("title", document.title())
                        .bind("searchKey", searchKey)
                        .bind("language", document.language())
                        .bind("owner", document.owner())
                        .bind("link", document.link().name())
                        .bind("createdAtMs", document.createdAtMs())
                        .bind("updatedAtMs", document.updatedAtMs())
                        .bind("deletedAtMs", document.deletedAtMs()))));
    }

    @Override
    public Optional<DirectoryEntry> find(String document) {
        return standing(document, "").map(Standing::document);
    }

    @Override
    public Optional<Standing> standing(String document, String user) {
        return reaching("look for " + document, () -> reader.standing(document, user));
    }

    @Override
    public List<Standing> page(DirectoryQuery query) {
        return reaching("read the directory", () -> reader.page(query));
    }

    @Override
    public int countOwnedBy(String user) {
        return reaching("count documents", () -> reader.countOwnedBy(user));
    }

    @Override
    public boolean change(String document, Change change, long nowMs) {
        LinkSetting link = change.link();
        return reaching(
                "change " + document,
                () -> jdbi.withHandle(handle -> SqlRows.one(handle.createUpdate(UPDATE)
                        .bind("name", document)
                        .bind("title", change.title())
                        .bind("searchKey", change.searchKey())
                        .bind("language", change.language())
                        .bind("link", link == null ? null : link.name())
                        .bind("nowMs", nowMs))));
    }

    @Override
    public boolean giveTo(String document, String expectedOwner, String newOwner, String oldOwnersRole, long nowMs) {
        return reaching(
                "give away " + document,
                () -> jdbi.inTransaction(
                        handle -> giveTo(document, expectedOwner, newOwner, oldOwnersRole, nowMs, handle)));
    }

    private static boolean giveTo(
            String document,
            String expectedOwner,
            String newOwner,
            String oldOwnersRole,
            long nowMs,
            Handle transaction) {
        boolean given = SqlRows.one(transaction
                .createUpdate("UPDATE directory SET owner = :new, updated_at_ms = :nowMs"
                        + " WHERE name = :name AND owner = :expected AND deleted_at_ms = 0")
                .bind("name", document)
                .bind("expected", expectedOwner)
                .bind("new", newOwner)
                .bind("nowMs", nowMs));
        if (given && !expectedOwner.equals(newOwner)) {
            transaction.execute("DELETE FROM member WHERE document = ? AND user_id = ?", document, newOwner);
            transaction.execute("DELETE FROM ban WHERE document = ? AND user_id = ?", document, newOwner);
            transaction.execute(
                    "INSERT INTO member (document, user_id, role, added_at_ms) VALUES (?, ?, ?, ?)",
                    document,
                    expectedOwner,
                    oldOwnersRole,
                    nowMs);
        }
        return given;
    }

    @Override
    public boolean delete(String document, long nowMs) {
        return reaching("delete " + document, () -> setDeleted(document, nowMs, "deleted_at_ms = 0", nowMs));
    }

    @Override
    public boolean restore(String document, long nowMs) {
        return reaching("restore " + document, () -> setDeleted(document, 0, "deleted_at_ms <> 0", nowMs));
    }

    private boolean setDeleted(String document, long deletedAtMs, String condition, long nowMs) {
        return jdbi.withHandle(handle -> SqlRows.one(handle.createUpdate(
                        "UPDATE directory SET deleted_at_ms = :deletedAtMs, updated_at_ms = :nowMs WHERE name = :name AND "
                                + condition)
                .bind("name", document)
                .bind("deletedAtMs", deletedAtMs)
                .bind("nowMs", nowMs)));
    }

    @Override
    public boolean forget(String document) {
        return reaching(
                "forget " + document,
                () -> jdbi.withHandle(handle -> SqlRows.one(
                        handle.createUpdate("DELETE FROM directory WHERE name = :name AND deleted_at_ms <> 0")
                                .bind("name", document))));
    }

    @Override
    public List<Member> members(String document, @Nullable String afterUser, int limit) {
        return reaching("read the members of " + document, () -> members.page(document, afterUser, limit));
    }

    @Override
    public boolean setMember(String document, Member member, int maxMembers) {
        return reaching(
                "add a member to " + document,
                () -> jdbi.inTransaction(handle -> SqlRows.lockInDirectory(document, handle)
                        && Members.set(document, member, maxMembers, handle)));
    }

    @Override
    public boolean removeMember(String document, String user) {
        return reaching("remove a member of " + document, () -> members.remove(document, user));
    }

    @Override
    public List<Ban> bans(String document, @Nullable String afterUser, int limit) {
        return reaching("read the bans of " + document, () -> members.bans(document, afterUser, limit));
    }

    @Override
    public boolean ban(String document, Ban ban) {
        return reaching(
                "ban somebody from " + document,
                () -> jdbi.inTransaction(
                        handle -> SqlRows.lockInDirectory(document, handle) && Members.ban(document, ban, handle)));
    }

    @Override
    public boolean unban(String document, String user) {
        return reaching("let somebody into " + document, () -> members.unban(document, user));
    }
}
