package io.codecollab.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.persistence.JournalPosition;
import org.junit.jupiter.api.Test;

class ReadPositionsTest {

    private static final int SPACING_MS = 30;
    private static final int MARGIN_MS = 60;

    private final ReadPositions positions = new ReadPositions(SPACING_MS, MARGIN_MS, at(0), 0);

    @Test
    void beginsWhereTheJournalWas() {
        assertThat(positions.next()).isEqualTo(at(0));
        assertThat(positions.isDue(29)).isFalse();
        assertThat(positions.isDue(30)).isTrue();
    }

    @Test
    void readsFromAtLeastTheMarginAndLittleMore() {
        for (int ms = 0; ms <= 1_000; ms++) {
            if (positions.isDue(ms)) {
                positions.isAt(at(ms), ms);
            }
            long age = ms - Long.parseLong(positions.next().snapshot());
            assertThat(age).as("ms=%d", ms).isBetween((long) Math.min(ms, MARGIN_MS), (long) MARGIN_MS + SPACING_MS);
        }
    }

    @Test
    void goesOnWhereSomebodyStoppedReading() {
        positions.readTo(at(10), 10);
        assertThat(positions.next()).isEqualTo(at(10));

        positions.readTo(at(500), 500);
        positions.readTo(at(510), 510);
        assertThat(positions.next()).isEqualTo(at(510));
    }

    @Test
    void whatWasReadLongAgoGivesWayToTheMargin() {
        positions.readTo(at(10), 10);
        for (int ms = 30; ms <= 300; ms += SPACING_MS) {
            positions.isAt(at(ms), ms);
        }

        assertThat(positions.next()).isEqualTo(at(240));
    }

    @Test
    void whoDoubtsWhatWasReadReadsTheMarginAgain() {
        for (int ms = 30; ms <= 300; ms += SPACING_MS) {
            positions.readTo(at(ms), ms);
        }
        assertThat(positions.next()).isEqualTo(at(300));

        positions.doubt();

        assertThat(positions.next()).isEqualTo(at(240));
    }

    private static JournalPosition at(long ms) {
        return new JournalPosition(Long.toString(ms));
    }
}
