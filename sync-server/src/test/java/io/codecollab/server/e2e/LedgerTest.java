package io.codecollab.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** What finds lost edits must find them. */
class LedgerTest {

    private final Ledger ledger = new Ledger();

    @Test
    void complainsOfWhatWasAcknowledgedAndIsNotThere() {
        ledger.added("kept");
        ledger.added("lost");

        assertThat(ledger.complaints(Set.of("kept", "never acknowledged")))
                .containsExactly("lost was acknowledged and is not there");
    }

    @Test
    void complainsOfWhatCameBack() {
        ledger.added("key");
        ledger.removing("key");
        ledger.removed("key");

        assertThat(ledger.complaints(Set.of("key"))).hasSize(1);
        assertThat(ledger.complaints(Set.of())).isEmpty();
    }

    @Test
    void bearsEitherOutcomeOfARemovalThatWasNotAcknowledged() {
        ledger.added("key");
        ledger.removing("key");

        assertThat(ledger.complaints(Set.of("key"))).isEmpty();
        assertThat(ledger.complaints(Set.of())).isEmpty();
    }
}
