package io.codecollab.persistence.sql;

import io.codecollab.persistence.StoreUnavailableException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends in a local file, oldest first. They are read from its beginning while others are added at its end; when all of them
 * are committed there is no file. {@link SpillFormat} says what is in it.
 *
 * <pre>
 *  header   committed     being committed    unread
 *  +------+-------------+------------------+-------------------+
 *  |      | ...         | ...              | ...               |  &lt;- add
 *  +------+-------------+------------------+-------------------+
 *         committed     ^                  readEnd             writeEnd
 * </pre>
 *
 * Not thread-safe. A {@link RandomAccessFile}, because a channel would be closed by an interrupt of any thread that adds.
 */
final class SpillFile {

    private static final Logger log = LoggerFactory.getLogger(SpillFile.class);

    /** How much is read at a time; a single record may be larger. */
    private static final int READ_BYTES = 1 << 20;

    private final Path path;
    private @Nullable RandomAccessFile file;
    private long committed = SpillFormat.HEADER_BYTES;
    private long readEnd = SpillFormat.HEADER_BYTES;
    private long writeEnd = SpillFormat.HEADER_BYTES;

    private SpillFile(Path path) {
        this.path = path;
    }

    /**
     * A spill file, with what an earlier process left in it.
     *
     * @throws StoreUnavailableException if a later version wrote it
     */
    static SpillFile open(Path path) throws IOException {
        SpillFile spill = new SpillFile(path);
        if (Files.exists(path)) {
            spill.openExisting();
        }
        return spill;
    }

    private void openExisting() throws IOException {
        long length = Files.size(path);
        if (length <= SpillFormat.HEADER_BYTES) {
            Files.delete(path); // not one record made it
            return;
        }
        writeEnd = length;
        RandomAccessFile opened = opened();
        byte[] header = new byte[SpillFormat.HEADER_BYTES];
        opened.seek(0);
        opened.readFully(header);
        if (!SpillFormat.isSpill(header)) {
            return; // read() will not find a whole record either
        }
        if (SpillFormat.version(header) > SpillFormat.VERSION) {
            opened.close();
            throw new StoreUnavailableException("a later version of CodeCollab wrote " + path);
        }
        committed = Math.min(SpillFormat.committed(header), length);
        readEnd = committed;
    }

    Path path() {
        return path;
    }

    /** How long the file is. */
    long bytes() {
        return writeEnd;
    }

    /** Whether there is anything in it, committed or not. */
    boolean hasRecords() {
        return writeEnd > SpillFormat.HEADER_BYTES;
    }

    /** How much of it nobody has read yet. */
    long unreadBytes() {
        return writeEnd - readEnd;
    }

    /** Adds an append at the end. It is with the operating system then, not on disk. */
    void add(byte[] record) throws IOException {
        RandomAccessFile opened = opened();
        opened.seek(writeEnd); // what a write that failed has left there is overwritten
        opened.write(record);
        writeEnd += record.length;
    }

    /** Reads on, as many as come in one go; nothing at the end of what is whole. */
    List<Append> read() throws IOException {
        List<Append> appends = new ArrayList<>();
        byte[] bytes = readBytes(READ_BYTES);
        int offset = 0;
        while (bytes.length - offset >= SpillFormat.RECORD_HEADER_BYTES) {
            long length = SpillFormat.recordBytes(bytes, offset);
            if (offset == 0 && length > bytes.length && length <= unreadBytes()) {
                bytes = readBytes(length); // larger than what is read at a time
            }
            long end = offset + length;
            Append append = end > bytes.length ? null : SpillFormat.decode(bytes, offset, (int) end);
            if (append == null) {
                break;
            }
            appends.add(append);
            offset = (int) end;
        }
        readEnd += offset;
        return appends;
    }

    private byte[] readBytes(long max) throws IOException {
        byte[] bytes = new byte[(int) Math.min(max, unreadBytes())];
        if (bytes.length > 0) {
            RandomAccessFile opened = opened();
            opened.seek(readEnd);
            opened.readFully(bytes);
        }
        return bytes;
    }

    /** Notes that all that was read is committed. */
    void committed() throws IOException {
        if (readEnd == committed) {
            return;
        }
        committed = readEnd;
        if (committed == writeEnd) {
            delete();
        } else {
            RandomAccessFile opened = opened();
            opened.seek(0);
            opened.write(SpillFormat.encodeHeader(committed));
        }
    }

    /** Begins with an empty file; what cannot be read of the old one is kept for people to look at. */
    void setAside() throws IOException {
        closeFile();
        Path aside = path.resolveSibling(path.getFileName() + ".damaged");
        log.error("{} bytes of {} cannot be read, the file is kept as {}", unreadBytes(), path, aside);
        startOver();
        Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Waits until everything is on disk. */
    void sync() throws IOException {
        if (file != null) {
            file.getFD().sync();
            try (FileChannel folder = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
                folder.force(true); // or the file's name may not be there after a power cut
            }
        }
    }

    void close() throws IOException {
        closeFile();
    }

    private void delete() throws IOException {
        closeFile();
        Files.deleteIfExists(path);
        startOver();
    }

    private void startOver() {
        committed = SpillFormat.HEADER_BYTES;
        readEnd = SpillFormat.HEADER_BYTES;
        writeEnd = SpillFormat.HEADER_BYTES;
    }

    private RandomAccessFile opened() throws IOException {
        if (file == null) {
            file = new RandomAccessFile(path.toFile(), "rw");
            if (writeEnd == SpillFormat.HEADER_BYTES) {
                file.setLength(0);
                file.write(SpillFormat.encodeHeader(SpillFormat.HEADER_BYTES));
            }
        }
        return file;
    }

    private void closeFile() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
