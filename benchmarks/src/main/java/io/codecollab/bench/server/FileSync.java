package io.codecollab.bench.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * How long does this file system take to have a page on disk? The floor under {@link PlainInsert}, and under everything that
 * says "saved".
 *
 * <p>One run: 4 KiB are written into a file of 4 MiB, behind those before, then {@code force(false)}, which is fdatasync. The
 * file has its size already, as a log has that is begun anew.
 *
 * <pre>benchmarks/run full -q FileSync</pre>
 */
public class FileSync extends ServerQuestion {

    private static final int PAGE_BYTES = 4_096;
    private static final int PAGES = 1_024;

    private final ByteBuffer page = ByteBuffer.allocateDirect(PAGE_BYTES);
    private @Nullable DiskFolder folder;
    private @Nullable FileChannel file;
    private int next;

    @Setup
    public void setUp() throws IOException {
        folder = DiskFolder.make();
        Path path = folder.path().resolve("pages");
        file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        for (int i = 0; i < PAGES; i++) {
            write();
        }
        file.force(true);
        require(force() == PAGE_BYTES, "bytes written");
        require(Files.size(path) == PAGES * (long) PAGE_BYTES, "bytes in the file");
    }

    @Benchmark
    public int force() throws IOException {
        int written = write();
        file().force(false);
        return written;
    }

    private int write() throws IOException {
        int written = file().write(page.clear(), (long) (next++ % PAGES) * PAGE_BYTES);
        page.put(0, (byte) next); // never the page that is there already
        return written;
    }

    private FileChannel file() {
        return Objects.requireNonNull(file, "not set up");
    }

    @TearDown
    public void tearDown() throws IOException {
        try (DiskFolder made = folder;
                FileChannel open = file) {
            require(made != null && open != null, "set up");
        }
    }
}
