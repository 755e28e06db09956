package io.codecollab.persistence.sql;

import static io.codecollab.persistence.sql.SqlUpdateStore.reaching;

import io.codecollab.persistence.NamedVersion;
import io.codecollab.persistence.VersionStore;
import io.codecollab.persistence.sql.RecordFormat.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** A {@link VersionStore} on the tables of {@code db/migration}. Thread-safe. */
final class SqlVersionStore implements VersionStore {

    private static final String INSERT = """
            INSERT INTO named_version (document, name, author, created_at_ms, record)
            SELECT :document, :name, :author, :createdAtMs, :record
             WHERE (SELECT count(*) FROM named_version WHERE document = :document) < :maxVersions
            RETURNING id, document, name, author, created_at_ms, length(record) AS bytes
            """;

    private static final String SELECT =
            "SELECT id, document, name, author, created_at_ms, length(record) AS bytes FROM named_version ";

    private final Jdbi jdbi;

    SqlVersionStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public Optional<NamedVersion> keep(
            String document, String name, String author, long createdAtMs, byte[] state, int maxVersions) {
        byte[] record = RecordFormat.encode(Kind.SNAPSHOT, state);
        return reaching(
                "keep a version of " + document,
                () -> jdbi.withHandle(handle -> handle.createQuery(INSERT)
                        .bind("document", document)
                        .bind("name", name)
                        .bind("author", author)
                        .bind("createdAtMs", createdAtMs)
                        .bind("record", record)
                        .bind("maxVersions", maxVersions)
                        .map((row, context) -> version(row))
                        .findOne()));
    }

    @Override
    public List<NamedVersion> versions(String document, long beforeId, int limit) {
        return reaching(
                "list versions of " + document,
                () -> jdbi.withHandle(handle -> handle.createQuery(
                                SELECT + "WHERE document = :document AND id < :beforeId ORDER BY id DESC LIMIT :limit")
                        .bind("document", document)
                        .bind("beforeId", beforeId)
                        .bind("limit", limit)
                        .map((row, context) -> version(row))
                        .list()));
    }

    @Override
    public Optional<NamedVersion> find(String document, long id) {
        return reaching(
                "find a version of " + document,
                () -> jdbi.withHandle(handle -> handle.createQuery(SELECT + "WHERE document = :document AND id = :id")
                        .bind("document", document)
                        .bind("id", id)
                        .map((row, context) -> version(row))
                        .findOne()));
    }

    @Override
    public Optional<byte[]> state(String document, long id) {
        return reaching(
                "read a version of " + document,
                () -> jdbi.withHandle(handle -> handle.createQuery(
                                "SELECT record FROM named_version WHERE document = :document AND id = :id")
                        .bind("document", document)
                        .bind("id", id)
                        .map((row, context) -> RecordFormat.decode(Kind.SNAPSHOT, row.getBytes("record")))
                        .findOne()));
    }

    @Override
    public boolean rename(String document, long id, String name) {
        return reaching(
                "rename a version of " + document,
                () -> jdbi.withHandle(handle -> SqlRows.one(handle.createUpdate(
                                "UPDATE named_version SET name = :name WHERE document = :document AND id = :id")
                        .bind("document", document)
                        .bind("id", id)
                        .bind("name", name))));
    }

    @Override
    public boolean remove(String document, long id) {
        return reaching(
                "remove a version of " + document,
                () -> jdbi.withHandle(handle ->
                                handle.execute("DELETE FROM named_version WHERE document = ? AND id = ?", document, id))
                        == 1);
    }

    @Override
    public int removeAll(String document) {
        return reaching(
                "remove all versions of " + document,
                () -> jdbi.withHandle(
                        handle -> handle.execute("DELETE FROM named_version WHERE document = ?", document)));
    }

    private static NamedVersion version(ResultSet row) throws SQLException {
        return new NamedVersion(
                row.getLong("id"),
                row.getString("document"),
                row.getString("name"),
                row.getString("author"),
                row.getLong("created_at_ms"),
                row.getLong("bytes") - RecordFormat.HEADER_BYTES);
    }
}
