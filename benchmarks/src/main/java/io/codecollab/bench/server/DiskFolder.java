package io.codecollab.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A new folder on the disk that is asked about, which is that of the system property {@code bench.data}, of the environment
 * variable {@code CODECOLLAB_BENCH_DATA}, or that of temporary files. Closing it deletes it.
 *
 * <p>Immutable.
 */
record DiskFolder(Path path) implements AutoCloseable {

    private static final List<String> IN_MEMORY = List.of("tmpfs", "ramfs");

    /** @throws IllegalStateException if the folder is kept in memory, where there is nothing to sync */
    static DiskFolder make() {
        String named = Settings.get("bench.data", "CODECOLLAB_BENCH_DATA");
        Path parent = Path.of(named == null ? System.getProperty("java.io.tmpdir") : named);
        try {
            Files.createDirectories(parent);
            String type = Files.getFileStore(parent).type();
            if (IN_MEMORY.contains(type)) {
                throw new IllegalStateException("a folder in memory syncs nothing, folder=" + parent + ", type=" + type
                        + ": name one on a disk with CODECOLLAB_BENCH_DATA");
            }
            return new DiskFolder(Files.createTempDirectory(parent, "codecollab-bench"));
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for the data, parent=" + parent, e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not delete the data, folder=" + path, e);
        }
    }
}
