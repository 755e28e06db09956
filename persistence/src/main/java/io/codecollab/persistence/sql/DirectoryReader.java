package io.codecollab.persistence.sql;

import io.codecollab.persistence.DirectoryEntry;
import io.codecollab.persistence.DirectoryQuery;
import io.codecollab.persistence.DirectoryQuery.Position;
import io.codecollab.persistence.LinkSetting;
import io.codecollab.persistence.Standing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** What the directory says. Thread-safe. */
final class DirectoryReader {

    private static final String SELECT_STANDING = """
            SELECT d.name, d.title, d.language, d.owner, d.link, d.created_at_ms, d.updated_at_ms, d.deleted_at_ms,
                   m.role AS member_role, b.banned_at_ms AS banned_at_ms
              FROM directory d
              LEFT JOIN member m ON m.document = d.name AND m.user_id = :user
              LEFT JOIN ban b ON b.document = d.name AND b.user_id = :user
            """;

    private static final String OF_USER = """
               AND d.name IN (
                   SELECT name FROM directory WHERE owner = :user
                   UNION ALL
                   SELECT document FROM member WHERE user_id = :user)
            """;

    private static final String MATCHING = " AND d.search_key LIKE :pattern ESCAPE '!'";

    private static final String AFTER =
            " AND (d.created_at_ms < :afterMs OR (d.created_at_ms = :afterMs AND d.name > :afterName))";

    private final Jdbi jdbi;

    DirectoryReader(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    Optional<Standing> standing(String document, String user) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT_STANDING + "WHERE d.name = :document")
                .bind("document", document)
                .bind("user", user)
                .map((row, context) -> standing(row, user))
                .findOne());
    }

    List<Standing> page(DirectoryQuery query) {
        String sql = SELECT_STANDING
                + (query.deleted() ? "WHERE d.deleted_at_ms <> 0" : "WHERE d.deleted_at_ms = 0")
                + (query.everybodys() ? "" : query.deleted() ? " AND d.owner = :user" : OF_USER)
                + (query.search().isEmpty() ? "" : MATCHING)
                + (query.after() == null ? "" : AFTER)
                + " ORDER BY d.created_at_ms DESC, d.name LIMIT :limit";
        return jdbi.withHandle(handle -> {
            var select = handle.createQuery(sql).bind("user", query.user()).bind("limit", query.limit());
            if (!query.search().isEmpty()) {
                select.bind("pattern", "%" + query.search().replaceAll("[!%_]", "!$0") + "%");
            }
            Position after = query.after();
            if (after != null) {
                select.bind("afterMs", after.createdAtMs()).bind("afterName", after.name());
            }
            return select.map((row, context) -> standing(row, query.user())).list();
        });
    }

    int countOwnedBy(String user) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM directory WHERE owner = :user")
                .bind("user", user)
                .mapTo(Integer.class)
                .one());
    }

    private static Standing standing(ResultSet row, String user) throws SQLException {
        DirectoryEntry document = new DirectoryEntry(
                row.getString("name"),
                row.getString("title"),
                row.getString("language"),
                row.getString("owner"),
                LinkSetting.valueOf(row.getString("link")),
                row.getLong("created_at_ms"),
                row.getLong("updated_at_ms"),
                row.getLong("deleted_at_ms"));
        return new Standing(
                document,
                user,
                Optional.ofNullable(row.getString("member_role")),
                row.getObject("banned_at_ms") != null);
    }
}
