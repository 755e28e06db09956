package io.codecollab.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ReadinessTest {

    private final Readiness readiness = new Readiness();

    @Test
    void isNotReadyBeforeEverythingHasStarted() {
        assertThat(readiness.report())
                .isEqualTo(new Readiness.Report(false, "{\"status\":\"not ready\",\"reasons\":[\"starting\"]}\n"));
    }

    @Test
    void isReadyOnceStarted() {
        readiness.started();

        assertThat(readiness.report()).isEqualTo(new Readiness.Report(true, "{\"status\":\"ready\"}\n"));
    }

    @Test
    void isNotReadyWhileAPartIsInTrouble() {
        AtomicReference<Optional<String>> trouble = new AtomicReference<>(Optional.of("store failing for 3 s"));
        readiness.watch(trouble::get);
        readiness.started();

        assertThat(readiness.reasons()).containsExactly("store failing for 3 s");

        trouble.set(Optional.empty());
        assertThat(readiness.report().ready()).isTrue();
    }

    @Test
    void isNeverReadyAgainOnceItGoesDown() {
        readiness.started();
        readiness.draining();
        readiness.started();

        assertThat(readiness.reasons()).containsExactly("draining");
    }

    @Test
    void namesEveryReason() {
        readiness.watch(() -> Optional.of("store full"));
        readiness.watch(Optional::empty);
        readiness.draining();

        assertThat(readiness.report().json())
                .isEqualTo("{\"status\":\"not ready\",\"reasons\":[\"draining\",\"store full\"]}\n");
    }

    @Test
    void aReasonCannotBreakTheJson() {
        readiness.started();
        readiness.watch(() -> Optional.of("a \"b\" \\ c\nd"));

        assertThat(readiness.report().json()).isEqualTo("{\"status\":\"not ready\",\"reasons\":[\"a  b    c d\"]}\n");
    }
}
