package io.codecollab.persistence.sql;

import static io.codecollab.persistence.sql.SqlUpdateStore.reaching;

import io.codecollab.persistence.Invitation;
import io.codecollab.persistence.InvitationStore;
import io.codecollab.persistence.Member;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** An {@link InvitationStore} on the tables of {@code db/migration}. One that is revoked is gone. Thread-safe. */
final class SqlInvitationStore implements InvitationStore {

    private static final int MAX_FOR_USER = 100;

    private static final String SELECT = """
            SELECT id, document, role, user_id, created_by, created_at_ms, expires_at_ms, max_uses, uses
              FROM invitation
            """;

    private static final String IS_OPEN = " AND uses < max_uses AND expires_at_ms > :nowMs";

    private static final String NEWEST_FIRST = " ORDER BY created_at_ms DESC, id";

    private static final String INSERT = """
            INSERT INTO invitation
                   (id, document, role, user_id, secret_hash, created_by, created_at_ms, expires_at_ms, max_uses, uses)
            SELECT :id, :document, :role, :user, :secretHash, :createdBy, :createdAtMs, :expiresAtMs, :maxUses, :uses
             WHERE (SELECT count(*) FROM invitation WHERE document = :document) < :maxOpen
            """;

    private final Jdbi jdbi;

    SqlInvitationStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public boolean create(Invitation invitation, byte @Nullable [] secretHash, int maxOpen) {
        return reaching(
                "invite to " + invitation.document(),
                () -> jdbi.inTransaction(handle -> SqlRows.lockInDirectory(invitation.document(), handle)
                        && insert(invitation, secretHash, maxOpen, handle)));
    }

    private static boolean insert(
            Invitation invitation, byte @Nullable [] secretHash, int maxOpen, Handle transaction) {
        transaction.execute(
                "DELETE FROM invitation WHERE document = ? AND (uses >= max_uses OR expires_at_ms <= ?)",
                invitation.document(),
                invitation.createdAtMs());
        return SqlRows.one(transaction
                .createUpdate(INSERT)
                .bind("id", invitation.id())
                .bind("document", invitation.document())
                .bind("role", invitation.role())
                .bind("user", invitation.user())
                .bind("secretHash", secretHash)
                .bind("createdBy", invitation.createdBy())
                .bind("createdAtMs", invitation.createdAtMs())
                .bind("expiresAtMs", invitation.expiresAtMs())
                .bind("maxUses", invitation.maxUses())
                .bind("uses", invitation.uses())
                .bind("maxOpen", maxOpen));
    }

    @Override
    public List<Invitation> ofDocument(String document, long nowMs) {
        return reaching(
                "read invitations to " + document,
                () -> jdbi.withHandle(
                        handle -> handle.createQuery(SELECT + "WHERE document = :document" + IS_OPEN + NEWEST_FIRST)
                                .bind("document", document)
                                .bind("nowMs", nowMs)
                                .map((row, context) -> invitation(row))
                                .list()));
    }

    @Override
    public List<Invitation> forUser(String user, long nowMs) {
        return reaching(
                "read invitations",
                () -> jdbi.withHandle(handle -> handle.createQuery(
                                SELECT + "WHERE user_id = :user" + IS_OPEN + NEWEST_FIRST + " LIMIT " + MAX_FOR_USER)
                        .bind("user", user)
                        .bind("nowMs", nowMs)
                        .map((row, context) -> invitation(row))
                        .list()));
    }

    @Override
    public Optional<Invitation> find(String id) {
        return reaching("find an invitation", () -> jdbi.withHandle(handle -> find(id, handle)));
    }

    private static Optional<Invitation> find(String id, Handle handle) {
        return handle.createQuery(SELECT + "WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> invitation(row))
                .findOne();
    }

    @Override
    public Optional<Invitation> findBySecret(byte[] secretHash) {
        return reaching(
                "find an invitation",
                () -> jdbi.withHandle(handle -> handle.createQuery(SELECT + "WHERE secret_hash = :secretHash")
                        .bind("secretHash", secretHash)
                        .map((row, context) -> invitation(row))
                        .findOne()));
    }

    @Override
    public boolean revoke(String document, String id) {
        return reaching(
                "revoke an invitation",
                () -> jdbi.withHandle(handle ->
                                handle.execute("DELETE FROM invitation WHERE document = ? AND id = ?", document, id))
                        == 1);
    }

    @Override
    public boolean accept(String id, Member member, @Nullable String expectedRole, int maxMembers, long nowMs) {
        return reaching(
                "accept an invitation",
                () -> jdbi.inTransaction(handle -> {
                    boolean accepted = find(id, handle)
                            .filter(invitation -> accept(invitation, member, expectedRole, maxMembers, nowMs, handle))
                            .isPresent();
                    if (!accepted) {
                        handle.rollback();
                    }
                    return accepted;
                }));
    }

    private static boolean accept(
            Invitation invitation,
            Member member,
            @Nullable String expectedRole,
            int maxMembers,
            long nowMs,
            Handle transaction) {
        return SqlRows.lockInDirectory(invitation.document(), transaction)
                && SqlRows.one(transaction
                        .createUpdate("UPDATE invitation SET uses = uses + 1 WHERE id = :id" + IS_OPEN)
                        .bind("id", invitation.id())
                        .bind("nowMs", nowMs))
                && Objects.equals(Members.roleOf(invitation.document(), member.user(), transaction), expectedRole)
                && Members.set(invitation.document(), member, maxMembers, transaction);
    }

    private static Invitation invitation(ResultSet row) throws SQLException {
        return new Invitation(
                row.getString("id"),
                row.getString("document"),
                row.getString("role"),
                row.getString("user_id"),
                row.getString("created_by"),
                row.getLong("created_at_ms"),
                row.getLong("expires_at_ms"),
                row.getInt("max_uses"),
                row.getInt("uses"));
    }
}
