package io.codecollab.server.e2e;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL server of its own, which keeps what it has committed whatever happens to it. */
final class Postgres implements AutoCloseable {

    private static final int TIMEOUT_SECONDS = 30;

    private final Path folder;
    private EmbeddedPostgres server;

    /** Starts it on a free port. */
    Postgres(Path folder) throws IOException {
        this.folder = folder;
        this.server = builder().start();
    }

    private EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on");
    }

    String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    /** The number that a query with one parameter answers. */
    long count(String sql, String parameter) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, parameter);
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /** Kills all its processes on the spot. */
    void kill() throws Exception {
        long pid = Long.parseLong(
                Files.readAllLines(folder.resolve("postmaster.pid")).get(0).trim());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(postmaster.descendants().toList());
        all.add(postmaster);
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : all) {
            process.onExit().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Starts it again, on the same port, after {@link #kill}. */
    void startAgain() throws IOException {
        int port = server.getPort();
        server.close(); // lets go of the folder
        server = builder().setPort(port).start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
