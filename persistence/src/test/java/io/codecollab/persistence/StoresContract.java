package io.codecollab.persistence;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the suites of all that is in one database have in common. A subclass opens a database. */
public abstract class StoresContract {

    /** A moment to count from. */
    protected static final long NOW = 1_700_000_000_000L;

    private static final int TIMEOUT_SECONDS = 30;

    private Stores stores;

    /** What another server sees that uses the same database; the same where there can be no other. */
    private Stores others;

    /** Opens a new, empty database. */
    protected abstract Stores open();

    /** Opens the same database for another server, or returns what is open. */
    protected abstract Stores openAgain(Stores open);

    @BeforeEach
    void openStores() {
        stores = open();
        others = openAgain(stores);
    }

    @AfterEach
    void closeStores() {
        others.close();
        stores.close();
    }

    protected final Stores stores() {
        return stores;
    }

    protected final Stores others() {
        return others;
    }

    /** The stores of one server and of another, in turn. */
    protected final Stores either(int turn) {
        return turn % 2 == 0 ? stores : others;
    }

    /** Does a number of things at the same time; their results in order. */
    protected static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            CyclicBarrier start = new CyclicBarrier(calls.size());
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> call : calls) {
                running.add(threads.submit(() -> {
                    start.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                    return call.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> result : running) {
                results.add(result.get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
