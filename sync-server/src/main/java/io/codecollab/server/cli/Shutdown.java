package io.codecollab.server.cli;

import io.codecollab.server.Server;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Going down: the first signal is an orderly end, the second one ends the process at once. Thread-safe.
 *
 * <p>A signal that follows another at once is the same one: {@code timeout} and some shells and init programs send it to a
 * process and then to its group.
 */
final class Shutdown {

    private static final long SAME_SIGNAL_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Server server;
    private final Logger log = LoggerFactory.getLogger("codecollab");
    private boolean begun;
    private long begunNs;

    private Shutdown(Server server) {
        this.server = server;
    }

    /** From now on a signal ends this server and the process. */
    static void onSignal(Server server) {
        Shutdown shutdown = new Shutdown(server);
        if (!Signals.handle(shutdown::onSignal)) {
            Runtime.getRuntime().addShutdownHook(new Thread(shutdown::goDown, "codecollab-shutdown"));
        }
    }

    private synchronized void onSignal(int number) {
        long nowNs = System.nanoTime();
        if (!begun) {
            begun = true;
            begunNs = nowNs;
            Thread shutdown = new Thread(this::goDown, "codecollab-shutdown");
            shutdown.setDaemon(
                    false); // it would be, as the thread that hears signals is: the process would not wait for it
            shutdown.start();
        } else if (nowNs - begunNs > SAME_SIGNAL_NS) {
            log.warn("Told twice, ending at once: what is not saved yet is lost here, clients may still have it");
            Runtime.getRuntime().halt(128 + number);
        }
    }

    /** The exit code is 0 if nothing was left undone, whatever the signal. */
    private void goDown() {
        log.info("Going down");
        boolean done = false;
        try {
            done = server.drain();
            log.info(done ? "Everything is saved, good-bye" : "Time is up, good-bye");
        } catch (InterruptedException | RuntimeException e) {
            log.error("Could not go down in order", e);
        }
        Runtime.getRuntime().halt(done ? 0 : 1);
    }
}
