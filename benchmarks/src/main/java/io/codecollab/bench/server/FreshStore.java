package io.codecollab.bench.server;

import io.codecollab.server.storage.StoreLocation;
import org.jspecify.annotations.Nullable;

/**
 * A place for edits that did not exist before: a data folder, and a PostgreSQL if the question is about one. Closing it
 * deletes what was made for it. Immutable.
 *
 * @param folder the data folder of a server
 * @param postgres null for SQLite
 */
record FreshStore(DiskFolder folder, @Nullable PostgresServer postgres) implements AutoCloseable {

    /** @param store {@code sqlite} or {@code postgresql} */
    static FreshStore of(String store) {
        PostgresServer postgres = switch (store) {
            case "sqlite" -> null;
            case "postgresql" -> PostgresServer.open();
            default -> throw new IllegalArgumentException("store=" + store);
        };
        return new FreshStore(DiskFolder.make(), postgres);
    }

    /** For the server's own store. */
    StoreLocation location() {
        return new StoreLocation(folder.path(), postgres == null ? "" : postgres.url());
    }

    /** For whoever goes to the database directly; in SQLite another one than that of {@link #location}. */
    String jdbcUrl() {
        return postgres == null ? "jdbc:sqlite:" + folder.path().resolve("plain.db") : postgres.url();
    }

    @Override
    public void close() {
        if (postgres != null) {
            postgres.close();
        }
        folder.close();
    }
}
