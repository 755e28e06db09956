package io.codecollab.server.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Whether new clients should be sent here: not before everything has started, not while a part of the server is in trouble,
 * not once it goes down.
 *
 * <p>Thread-safe; nothing waits, as long as no check does.
 */
public final class Readiness {

    private enum Phase {
        STARTING,
        SERVING,
        DRAINING
    }

    private final List<Supplier<Optional<String>>> checks = new CopyOnWriteArrayList<>();
    private volatile Phase phase = Phase.STARTING;

    /**
     * What is said to whoever asks.
     *
     * @param ready whether to send clients here
     * @param json {@code {"status":"ready"}}, or {@code {"status":"not ready","reasons":[...]}}; one line
     */
    public record Report(boolean ready, String json) {}

    /**
     * Asks one more part of the server from now on.
     *
     * @param problem empty when it is well, else a few words for whoever watches; must not wait. It is shown to strangers:
     *     say what is wrong, not with which host or file
     */
    public void watch(Supplier<Optional<String>> problem) {
        checks.add(problem);
    }

    /** Clients can be served. */
    public synchronized void started() {
        if (phase == Phase.STARTING) {
            phase = Phase.SERVING;
        }
    }

    /** From now on, and for good, clients should go elsewhere. */
    public synchronized void draining() {
        phase = Phase.DRAINING;
    }

    /** What stands against sending clients here; empty when nothing does. */
    public List<String> reasons() {
        List<String> reasons = new ArrayList<>();
        switch (phase) {
            case STARTING -> reasons.add("starting");
            case DRAINING -> reasons.add("draining");
            case SERVING -> {}
        }
        for (Supplier<Optional<String>> check : checks) {
            check.get().ifPresent(reasons::add);
        }
        return reasons;
    }

    public Report report() {
        List<String> reasons = reasons();
        if (reasons.isEmpty()) {
            return new Report(true, "{\"status\":\"ready\"}\n");
        }
        String quoted = String.join(",", reasons.stream().map(Readiness::quote).toList());
        return new Report(false, "{\"status\":\"not ready\",\"reasons\":[" + quoted + "]}\n");
    }

    /** A JSON string. What JSON would want escaped has no place in a reason and becomes a blank. */
    private static String quote(String reason) {
        return '"' + reason.replaceAll("[\\p{Cntrl}\"\\\\]", " ") + '"';
    }
}
