package io.codecollab.crdt.awareness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.codecollab.crdt.lib0.DecodeException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a server holds on behalf of strangers is bounded (pitfall 69). */
class AwarenessLimitsTest {

    private static final AwarenessLimits LIMITS = new AwarenessLimits(3, 20, 30, 2);

    private final Awareness awareness = new Awareness(1, () -> 0, LIMITS);

    @Test
    void refusesOneClientTooManyAndChangesNothing() {
        apply(entry(10, 1, "{}"), entry(11, 1, "{}"));

        assertRefused(entry(12, 1, "{}"), entry(13, 1, "{}"));

        assertThat(awareness.states()).isEqualTo(Map.of(1L, "{}", 10L, "{}", 11L, "{}"));
        assertThat(awareness.clock(12)).isEmpty();
    }

    @Test
    void clientsThatLeftMakeRoom() {
        apply(entry(10, 1, "{}"), entry(11, 1, "{}"), entry(12, 1, "{}"));
        apply(entry(11, 1, null));

        apply(entry(13, 1, "{}"));

        assertThat(awareness.states()).containsOnlyKeys(1L, 10L, 12L, 13L);
    }

    @Test
    void knownClientsMayChangeInAFullRoom() {
        apply(entry(10, 1, "{}"), entry(11, 1, "{}"), entry(12, 1, "{}"));

        apply(entry(10, 2, "{\"a\":1}"), entry(12, 2, null));

        assertThat(awareness.state(10)).isEqualTo("{\"a\":1}");
        assertThat(awareness.state(12)).isNull();
    }

    @Test
    void staleEntriesCountForNothing() {
        apply(entry(10, 5, "{}"), entry(11, 5, "{}"), entry(12, 5, "{}"));

        apply(entry(20, 0, "{}"), entry(10, 4, "\"0123456789\""));

        assertThat(awareness.states()).containsOnlyKeys(1L, 10L, 11L, 12L);
    }

    @Test
    void refusesOneStateTooLong() {
        apply(entry(10, 1, "\"" + "x".repeat(18) + "\""));

        assertRefused(entry(10, 2, "\"" + "x".repeat(19) + "\""));
    }

    @Test
    void refusesStatesTooLongTogether() {
        apply(entry(10, 1, "\"0123456789\""), entry(11, 1, "\"0123456789\""));

        assertRefused(entry(12, 1, "\"0123456789\""));
        assertRefused(entry(10, 2, "\"0123456789+123456\""), entry(11, 1, null));
        apply(entry(10, 2, "\"0123456789+12345\""));

        assertThat(awareness.state(10)).isEqualTo("\"0123456789+12345\"");
    }

    @Test
    void ownStateIsNotCounted() {
        awareness.setLocalState("\"" + "x".repeat(1000) + "\"");

        apply(entry(10, 1, "\"0123456789\""));

        assertThat(awareness.states()).containsOnlyKeys(1L, 10L);
    }

    @Test
    void longestGoneClientIsForgottenFirst() {
        apply(entry(10, 1, null), entry(11, 1, null));
        apply(entry(10, 2, null));

        apply(entry(12, 1, null));

        assertThat(LongStream.of(10, 11, 12).filter(id -> awareness.clock(id).isPresent()))
                .containsExactly(10L, 12L);
    }

    @Test
    void ownClockIsNeverForgotten() {
        awareness.setLocalState(null);

        for (long id = 10; id < 100; id++) {
            apply(entry(id, 1, null));
        }

        assertThat(awareness.clock(1)).hasValue(1);
        assertThat(LongStream.range(10, 100).filter(id -> awareness.clock(id).isPresent()))
                .containsExactly(99L);
    }

    @Test
    void limitsArePositive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AwarenessLimits(1, 1, 0, 1))
                .withMessageContaining("maxTotalLength=0");
    }

    @Test
    void defaultsAreThese() {
        assertThat(AwarenessLimits.DEFAULT).isEqualTo(new AwarenessLimits(10_000, 1 << 20, 1 << 24, 10_000));
    }

    private void apply(AwarenessEntry... entries) {
        awareness.apply(AwarenessUpdate.encode(Arrays.asList(entries)), "test");
    }

    private void assertRefused(AwarenessEntry... entries) {
        byte[] update = AwarenessUpdate.encode(List.of(entries));
        Map<Long, String> before = awareness.states();
        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> awareness.apply(update, "test"));
        assertThat(awareness.states()).isEqualTo(before);
    }

    private static AwarenessEntry entry(long client, long clock, @Nullable String state) {
        return new AwarenessEntry(client, clock, state);
    }
}
