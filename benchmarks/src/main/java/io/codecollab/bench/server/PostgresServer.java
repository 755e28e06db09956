package io.codecollab.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL of a question: the one whose JDBC URL is in the system property {@code pg.url} or in the environment variable
 * {@code CODECOLLAB_PG_URL}, or else a new one as {@code initdb} makes it, fsync and all, of the programs in {@code
 * CODECOLLAB_PG_BIN} or where Debian has them. Closing it stops the latter. As root it is run as the user {@code postgres},
 * because it refuses to be root.
 *
 * <p>Immutable.
 */
final class PostgresServer implements AutoCloseable {

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final String USER = "postgres";

    private final String url;
    private final @Nullable DiskFolder folder;
    private final Path bin;

    private PostgresServer(String url, @Nullable DiskFolder folder, Path bin) {
        this.url = url;
        this.folder = folder;
        this.bin = bin;
    }

    /** @throws IllegalStateException if there is none on this machine and none was named, or it does not start */
    static PostgresServer open() {
        String named = Settings.get("pg.url", "CODECOLLAB_PG_URL");
        if (named != null) {
            return new PostgresServer(named, null, Path.of(""));
        }
        Path bin = bin();
        DiskFolder folder = DiskFolder.make();
        try {
            return start(bin, folder);
        } catch (IOException e) {
            folder.close();
            throw new UncheckedIOException("PostgreSQL did not start, bin=" + bin, e);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static PostgresServer start(Path bin, DiskFolder folder) throws IOException {
        if (isRoot()) {
            Files.setOwner(
                    folder.path(),
                    FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(USER));
        }
        Path data = data(folder);
        int port = freePort();
        run(folder, bin, "initdb", "-D", data.toString(), "-A", "trust", "-U", USER);
        String options = "-c listen_addresses=127.0.0.1 -p " + port + " -k " + folder.path();
        String log = folder.path().resolve("log").toString();
        run(folder, bin, "pg_ctl", "-D", data.toString(), "-o", options, "-l", log, "-w", "start");
        return new PostgresServer("jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=" + USER, folder, bin);
    }

    private static Path bin() {
        String named = Settings.get("pg.bin", "CODECOLLAB_PG_BIN");
        Path bin = named == null ? newest() : Path.of(named);
        if (bin == null || !Files.isExecutable(bin.resolve("initdb"))) {
            throw new IllegalStateException("no PostgreSQL here, bin=" + bin + ": say where its programs are with"
                    + " CODECOLLAB_PG_BIN, or which database to use with CODECOLLAB_PG_URL");
        }
        return bin;
    }

    /** Null if Debian's folder has none. */
    private static @Nullable Path newest() {
        if (!Files.isDirectory(DEBIAN)) {
            return null;
        }
        try (Stream<Path> versions = Files.list(DEBIAN)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.comparing(Path::toString))
                    .orElse(null);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look for PostgreSQL, folder=" + DEBIAN, e);
        }
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        if (folder == null) {
            return;
        }
        try {
            run(folder, bin, "pg_ctl", "-D", data(folder).toString(), "-m", "fast", "-w", "stop");
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not stop, folder=" + folder.path(), e);
        } finally {
            folder.close();
        }
    }

    private static Path data(DiskFolder folder) {
        return folder.path().resolve("data");
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    /** Runs one of the programs to its end. What it starts must not hold the pipe open that is read here. */
    private static void run(DiskFolder folder, Path bin, String program, String... args) throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("runuser", "-u", USER, "--"));
        }
        command.add(bin.resolve(program).toString());
        command.addAll(List.of(args));
        Path said = folder.path().resolve(program + ".out");
        Process process = new ProcessBuilder(command)
                .directory(folder.path().toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException(program + " failed, status=" + status + ": "
                        + Files.readString(said, StandardCharsets.UTF_8).strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + program, e);
        }
    }
}
