package io.codecollab.persistence.sql;

import static io.codecollab.persistence.sql.SqlUpdateStore.reaching;

import io.codecollab.persistence.SecretStore;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** A {@link SecretStore} on the tables of {@code db/migration}. Thread-safe. */
final class SqlSecretStore implements SecretStore {

    private final Jdbi jdbi;

    SqlSecretStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public byte[] secret(String name, Supplier<byte[]> whenThereIsNone) {
        return reaching(
                "read the secret " + name,
                () -> jdbi.withHandle(handle -> find(name, handle).orElseGet(() -> {
                    insert(name, whenThereIsNone.get(), handle);
                    return find(name, handle).orElseThrow(); // ours, or that of whoever was faster
                })));
    }

    private static Optional<byte[]> find(String name, Handle handle) {
        return handle.createQuery("SELECT value FROM server_secret WHERE name = :name")
                .bind("name", name)
                .map((row, context) -> row.getBytes("value"))
                .findOne();
    }

    private static void insert(String name, byte[] value, Handle handle) {
        handle.createUpdate("INSERT INTO server_secret (name, value, created_at_ms) VALUES (:name, :value, :nowMs)"
                        + " ON CONFLICT (name) DO NOTHING")
                .bind("name", name)
                .bind("value", value)
                .bind("nowMs", System.currentTimeMillis())
                .execute();
    }
}
