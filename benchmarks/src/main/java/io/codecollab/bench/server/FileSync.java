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
 * <p>One run: 4 KiB are appended to a file, then {@code force(false)}, which is fdatasync.
 *
 * <pre>benchmarks/run full -q FileSync</pre>
 */
public class FileSync extends ServerQuestion {

    private static final int PAGE_BYTES = 4_096;

    private final ByteBuffer page = ByteBuffer.allocateDirect(PAGE_BYTES);
    private @Nullable DiskFolder folder;
    private @Nullable FileChannel file;

    @Setup
    public void setUp() throws IOException {
        folder = DiskFolder.make();
        Path path = folder.path().resolve("pages");
        file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND);
        force();
        force();
        require(Files.size(path) == 2 * PAGE_BYTES, "bytes in the file");
    }

    @Benchmark
    public int force() throws IOException {
        FileChannel to = Objects.requireNonNull(file, "not set up");
        int written = to.write(page.clear());
        to.force(false);
        return written;
    }

    @TearDown
    public void tearDown() throws IOException {
        try (DiskFolder made = folder;
                FileChannel open = file) {
            require(made != null && open != null, "set up");
        }
    }
}
