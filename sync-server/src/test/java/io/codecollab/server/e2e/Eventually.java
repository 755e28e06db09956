package io.codecollab.server.e2e;

import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Waits for what takes a while in another process. */
public final class Eventually {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long PAUSE_MS = 20;

    private Eventually() {}

    /** Runs an assertion until it holds; its last failure is thrown when patience is at its end. */
    public static void eventually(ThrowingCallable assertion) throws Throwable {
        within(PATIENCE, assertion);
    }

    /** Runs an assertion until it holds, with a patience of its own. */
    public static void within(Duration patience, ThrowingCallable assertion) throws Throwable {
        long deadlineNs = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                assertion.call();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() - deadlineNs > 0) {
                    throw e;
                }
                Thread.sleep(PAUSE_MS);
            }
        }
    }
}
