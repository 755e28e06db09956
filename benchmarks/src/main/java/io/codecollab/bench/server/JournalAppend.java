package io.codecollab.bench.server;

import io.codecollab.persistence.CommitListener;
import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.StoredUpdate;
import io.codecollab.persistence.Stores;
import io.codecollab.persistence.UpdateStore;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * How long does it take until an edit of 25 bytes is on disk, in the store of a server as it is by default?
 *
 * <p>One run of {@code alone}: one append with nobody else, from the call to the promise kept: a commit of its own. One run of
 * {@code together}: 64 documents append 64 edits each, as a busy server does, without waiting for one another; over when
 * the last promise is kept: what shares a commit is up to the store. {@link PlainInsert} and {@link FileSync} are the floor.
 *
 * <p>The database is new, on the disk {@link DiskFolder} says, and has had one edit of 8 MiB: as on a server that has run for
 * a while, its log is not a file that still grows, which would have to be synced as well. A PostgreSQL started for this
 * shares the core.
 *
 * <pre>benchmarks/run full -q 'JournalAppend|PlainInsert|FileSync'</pre>
 */
public class JournalAppend extends ServerQuestion {

    static final int EDIT_BYTES = 25;
    static final int DOCUMENTS = 64;
    static final int EDITS_EACH = 64;

    /** Twice what SQLite lets its log grow to before it begins it anew. */
    static final int LOG_BYTES = 8 << 20;

    private static final long PATIENCE_S = 60;

    @Param({"sqlite", "postgresql"})
    String store = "sqlite";

    private final byte[] edit = edit();
    private final List<String> documents =
            IntStream.range(0, DOCUMENTS).mapToObj(i -> "bench/" + i).toList();
    private @Nullable FreshStore place;
    private @Nullable Stores stores;

    static byte[] edit() {
        byte[] edit = new byte[EDIT_BYTES];
        for (int i = 0; i < EDIT_BYTES; i++) {
            edit[i] = (byte) i;
        }
        return edit;
    }

    @Setup
    public void setUp() {
        place = FreshStore.of(store);
        try {
            stores = place.location().open(PersistenceConfig.defaults(), CommitListener.NONE);
            waitFor(updates().append("bench/big", new byte[LOG_BYTES]));
            int before = storedOf(documents.get(0));
            alone();
            require(storedOf(documents.get(0)) == before + 1, "edits of the first document");
            together();
            require(storedOf(documents.get(0)) == before + 1 + EDITS_EACH, "edits of the first document");
            require(
                    updates().unsavedBytes() == 0,
                    "nothing unsaved, bytes=" + updates().unsavedBytes());
        } catch (RuntimeException e) {
            tearDown(); // JMH does not, and a database would be left running
            throw e;
        }
    }

    private int storedOf(String document) {
        List<StoredUpdate> stored = updates().load(document).journal();
        stored.forEach(update -> requireSame(update.update(), edit, "a stored edit"));
        return stored.size();
    }

    @Benchmark
    public void alone() {
        waitFor(updates().append(documents.get(0), edit));
    }

    @Benchmark
    public void together() {
        CompletableFuture<?>[] promises = new CompletableFuture<?>[DOCUMENTS * EDITS_EACH];
        for (int i = 0; i < promises.length; i++) {
            promises[i] = updates().append(documents.get(i % DOCUMENTS), edit);
        }
        waitFor(CompletableFuture.allOf(promises));
    }

    private static void waitFor(CompletableFuture<?> promise) {
        var unused = promise.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
    }

    @TearDown
    public void tearDown() {
        if (stores != null) {
            stores.close();
        }
        if (place != null) {
            place.close();
        }
    }

    private UpdateStore updates() {
        return Objects.requireNonNull(stores, "not set up").updates();
    }
}
