package io.codecollab.persistence.sql;

import io.codecollab.persistence.StoreUnavailableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A folder that belongs to this process until it is closed. Two servers on one folder would each serve documents without
 * seeing the other's edits. The lock is the operating system's: it dies with the process, however it ends.
 */
public final class DataFolder implements AutoCloseable {

    private static final String LOCK_FILE = "lock";

    private final Path folder;
    private final FileChannel lockFile;

    private DataFolder(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /**
     * Takes a folder, creating it as needed.
     *
     * @throws StoreUnavailableException if the folder cannot be written, or another process holds it
     */
    public static DataFolder lock(Path folder) {
        FileChannel lockFile = openLockFile(folder);
        if (tryLock(folder, lockFile) == null) {
            close(lockFile);
            throw new StoreUnavailableException("data folder " + folder + " is in use by another CodeCollab process");
        }
        return new DataFolder(folder, lockFile);
    }

    /** A file in it, which need not exist. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() {
        close(lockFile);
    }

    private static FileChannel openLockFile(Path folder) {
        try {
            Files.createDirectories(folder);
            return FileChannel.open(folder.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new StoreUnavailableException("data folder " + folder + " cannot be used: " + e, e);
        }
    }

    private static @Nullable FileLock tryLock(Path folder, FileChannel lockFile) {
        try {
            return lockFile.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by another store of this very process
        } catch (IOException e) {
            close(lockFile);
            throw new StoreUnavailableException("data folder " + folder + " cannot be locked: " + e, e);
        }
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StoreUnavailableException("lock file cannot be closed", e);
        }
    }
}
