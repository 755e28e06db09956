package io.codecollab.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextPagesTest {

    private final TextPages pages = new TextPages();

    @Test
    void textThatIsOverwrittenAgainAndAgainTakesTheRoomOfOneCopy() {
        String copy = "overwrite me ".repeat(100);
        int clock = 0;
        for (int round = 0; round < 10_000; round++) {
            pages.writeString(clock, copy);
            if (round > 0) {
                pages.release(clock - copy.length(), copy.length());
            }
            assertThat(pages.string(clock, copy.length())).isEqualTo(copy);
            clock += copy.length();
        }

        assertThat(pages.slots()).isLessThan(100);
        assertThat(pages.liveUnits()).isEqualTo(copy.length());
    }

    @Test
    void whatIsLeftIsFoundWhateverWasReleasedAround() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        StringBuilder all = new StringBuilder();
        Deque<int[]> held = new ArrayDeque<>();
        for (int round = 0; round < 3_000; round++) {
            String run = Character.toString('a' + random.nextInt(26)).repeat(1 + random.nextInt(600));
            pages.writeString(all.length(), run);
            held.addLast(new int[] {all.length(), run.length()});
            all.append(run);
            if (held.size() > 20) {
                int[] gone = random.nextInt(50) == 0 ? held.removeLast() : held.removeFirst();
                pages.release(gone[0], gone[1]);
            }
            for (int[] range : held) {
                assertThat(pages.string(range[0], range[1]))
                        .as("seed=%d, round=%d", seed, round)
                        .isEqualTo(all.substring(range[0], range[0] + range[1]));
            }
        }
    }
}
