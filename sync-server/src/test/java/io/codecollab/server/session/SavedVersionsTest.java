package io.codecollab.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which numbers a y-sweet client is told, compared with what is really saved. */
class SavedVersionsTest {

    private static final boolean ANSWER = true;
    private static final boolean EDIT = false;

    private final SavedVersions versions = new SavedVersions();

    @Test
    void nothingIsSavedBeforeTheClientHasAnswered() {
        assertThat(versions.asked(0, 0)).isZero();
        assertThat(versions.asked(5, 0)).isZero();
        assertThat(versions.saved(EDIT)).isEqualTo(SavedVersions.NONE);
        assertThat(versions.asked(6, 1)).isZero();
    }

    @Test
    void theAnswerSavesWhatWasChangedBefore() {
        assertThat(versions.asked(5, 0)).isZero();

        assertThat(versions.saved(ANSWER)).isEqualTo(5);
    }

    @Test
    void aVersionIsSavedWhenAllBeforeItIs() {
        versions.saved(ANSWER);
        assertThat(versions.asked(1, 2)).isZero();
        assertThat(versions.asked(2, 3)).isZero();

        assertThat(versions.saved(EDIT)).isEqualTo(1);
        assertThat(versions.saved(EDIT)).isEqualTo(2);
    }

    @Test
    void whatIsSavedAlreadyIsToldAtOnce() {
        versions.saved(ANSWER);
        versions.saved(EDIT);

        assertThat(versions.asked(1, 2)).isEqualTo(1);
        assertThat(versions.asked(1, 2)).isEqualTo(1);
    }

    @Test
    void nothingIsToldTwice() {
        versions.saved(ANSWER);
        versions.asked(1, 2);
        versions.asked(1, 2);

        assertThat(versions.saved(EDIT)).isEqualTo(1);
        assertThat(versions.saved(EDIT)).isEqualTo(SavedVersions.NONE);
    }

    @Test
    void aClientThatAsksWithoutEndHearsOfItsLastQuestions() {
        for (int version = 0; version < 5_000; version++) {
            versions.asked(version, 1);
        }

        assertThat(versions.saved(ANSWER)).isEqualTo(4_999);
    }

    @Test
    void neverSaysMoreThanIsSavedAndInTheEndAll() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            SavedVersions some = new SavedVersions();
            Deque<Boolean> unsaved = new ArrayDeque<>();
            long sent = 0;
            long version = 0;
            long savedCount = 0;
            long[] messagesOfVersion = new long[1_000];
            long told = 0;
            unsaved.add(ANSWER);
            sent++;
            for (int step = 0; step < 100; step++) {
                long news = SavedVersions.NONE;
                switch (random.nextInt(3)) {
                    case 0 -> {
                        version++;
                        sent++;
                        messagesOfVersion[(int) version] = sent;
                        unsaved.add(EDIT);
                    }
                    case 1 -> news = some.asked(version, sent);
                    default -> {
                        if (!unsaved.isEmpty()) {
                            savedCount++;
                            news = some.saved(unsaved.removeFirst());
                        }
                    }
                }
                told = Math.max(told, news);
                assertThat(messagesOfVersion[(int) told])
                        .as("seed=%d, round=%d, step=%d", seed, round, step)
                        .isLessThanOrEqualTo(savedCount);
            }
            told = Math.max(told, some.asked(version, sent));
            while (!unsaved.isEmpty()) {
                told = Math.max(told, some.saved(unsaved.removeFirst()));
            }
            assertThat(told).as("seed=%d, round=%d", seed, round).isEqualTo(version);
        }
    }
}
