package io.codecollab.persistence.sql;

import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of the backlog that is in a file: their bytes are there, their promises here. Also what a process that goes down
 * leaves to the next one. Not thread-safe.
 */
final class Spill {

    private static final Logger log = LoggerFactory.getLogger(Spill.class);

    private final PersistenceConfig config;
    private final SpillFile file;

    /** Of what is in the file and not taken, in order. */
    private final Deque<CompletableFuture<Void>> promises = new ArrayDeque<>();

    private Spill(SpillFile file, PersistenceConfig config) {
        this.file = file;
        this.config = config;
    }

    /**
     * Commits what an earlier process left, and starts with nothing.
     *
     * @throws StoreUnavailableException if it cannot be read or committed; it is still there then
     */
    static Spill open(Path path, PersistenceConfig config, Consumer<List<Append>> transaction) {
        try {
            commitAll(SpillFile.open(headOf(path)), transaction);
            SpillFile file = SpillFile.open(path);
            commitAll(file, transaction);
            return new Spill(file, config);
        } catch (IOException e) {
            throw new StoreUnavailableException("cannot read what was spilled to " + path + ": " + e, e);
        }
    }

    private static void commitAll(SpillFile left, Consumer<List<Append>> transaction) throws IOException {
        long updates = 0;
        for (List<Append> batch = left.read(); !batch.isEmpty(); batch = left.read()) {
            transaction.accept(batch);
            left.committed();
            updates += batch.size();
        }
        if (updates > 0) {
            log.info("Committed {} updates that an earlier process left in {}", updates, left.path());
        }
        if (left.unreadBytes() > 0) {
            left.setAside();
        }
    }

    /** What a process had in memory when it went down. It comes before what that process had spilled. */
    private static Path headOf(Path path) {
        return path.resolveSibling(path.getFileName() + ".head");
    }

    Path path() {
        return file.path();
    }

    /** Whether everything is taken. */
    boolean isEmpty() {
        return promises.isEmpty();
    }

    /** What is not taken. */
    long bytes() {
        return file.unreadBytes();
    }

    /** Puts an append behind the others; or says why not. */
    @Nullable
    StoreUnavailableException add(Append append) {
        byte[] record = SpillFormat.encode(append);
        if (file.bytes() + record.length > config.maxSpillBytes() || promises.size() >= config.maxSpilledUpdates()) {
            return new StoreUnavailableException("too much waits for the database, maxUnsavedBytes="
                    + config.maxUnsavedBytes() + ", spilledBytes=" + file.bytes() + ", maxSpillBytes="
                    + config.maxSpillBytes() + ", spilledUpdates=" + promises.size() + ", maxSpilledUpdates="
                    + config.maxSpilledUpdates());
        }
        try {
            file.add(record);
        } catch (IOException e) {
            return new StoreUnavailableException(
                    "too much waits for the database, and cannot spill to " + file.path() + ": " + e, e);
        }
        if (promises.isEmpty()) {
            log.warn("Much waits for the database, spilling to {}", file.path());
        }
        promises.addLast(append.committed);
        return null;
    }

    /**
     * The oldest ones.
     *
     * @throws IOException if they cannot be read, or are not what was written; see {@link #lose}
     */
    List<Append> take() throws IOException {
        List<Append> read = file.read();
        if (read.isEmpty() && !promises.isEmpty()) {
            throw new IOException(file.path() + " has not what was written to it");
        }
        List<Append> taken = new ArrayList<>(read.size());
        for (Append append : read) {
            taken.add(new Append(append.document, append.record, promises.removeFirst()));
        }
        return taken;
    }

    /** What was taken is committed. */
    void done() {
        try {
            boolean spilled = file.hasRecords();
            file.committed();
            if (spilled && !file.hasRecords()) {
                log.info("All that was spilled to {} is committed", file.path());
            }
        } catch (IOException e) {
            log.warn("Cannot note in {} what is committed, the next start may commit it again", file.path(), e);
        }
    }

    /** Starts over with nothing: what is in the file cannot be used. Returns the promises of all that is lost. */
    List<CompletableFuture<Void>> lose() {
        List<CompletableFuture<Void>> lost = promises();
        promises.clear();
        try {
            file.setAside();
        } catch (IOException e) {
            log.warn("Cannot keep {}", file.path(), e);
        }
        return lost;
    }

    /** The promises of all that is not taken. */
    List<CompletableFuture<Void>> promises() {
        return new ArrayList<>(promises);
    }

    /**
     * Leaves everything to the next start, on disk when this returns.
     *
     * @param head what was taken and not committed, and what comes after it and before what is not taken
     * @throws IOException if that is not possible; what is in the file already is still there
     */
    void leave(List<Append> head) throws IOException {
        if (!head.isEmpty()) {
            SpillFile headFile = SpillFile.open(headOf(file.path()));
            for (Append append : head) {
                headFile.add(SpillFormat.encode(append));
            }
            headFile.sync();
            headFile.close();
        }
        file.committed(); // it is in the head
        file.sync();
        file.close();
    }
}
