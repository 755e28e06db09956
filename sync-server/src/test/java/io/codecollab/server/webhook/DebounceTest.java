package io.codecollab.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DebounceTest {

    private final Debounce debounce = new Debounce(2_000, 10_000);

    @Test
    void tellsOnceWhenItHasComeToRest() {
        debounce.note("a", 0);
        debounce.note("a", 1_500);
        assertThat(debounce.takeDue(3_499)).isEmpty();

        assertThat(debounce.takeDue(3_500)).containsExactly("a");
        assertThat(debounce.takeDue(9_000)).isEmpty();
    }

    @Test
    void tellsOfWhatNeverComesToRestAfterAWhile() {
        for (int ms = 0; ms < 10_000; ms += 500) {
            debounce.note("busy", ms);
            assertThat(debounce.takeDue(ms)).isEmpty();
        }

        assertThat(debounce.takeDue(10_000)).containsExactly("busy");
    }

    @Test
    void eachHasItsOwnTime() {
        debounce.note("a", 0);
        debounce.note("b", 1_000);

        assertThat(debounce.takeDue(2_000)).containsExactly("a");
        assertThat(debounce.takeAll()).containsExactly("b");
        assertThat(debounce.takeAll()).isEmpty();
    }
}
