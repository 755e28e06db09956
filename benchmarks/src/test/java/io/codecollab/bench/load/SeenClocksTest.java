package io.codecollab.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeenClocksTest {

    private final SeenClocks clocks = new SeenClocks(2);
    private final BitSet told = new BitSet();

    @Test
    void countsWhatIsNewHoweverItWasFramed() {
        assertThat(add(0, 1)).isZero();
        assertThat(add(1, 5)).isZero();
        assertThat(told.cardinality()).isEqualTo(5);
        assertThat(clocks.count(0)).isEqualTo(5);
        assertThat(clocks.end(0)).isEqualTo(5);
        assertThat(clocks.count(1)).isZero();
    }

    @Test
    void tellsWhatComesTwice() {
        add(0, 4);
        assertThat(add(0, 4)).isEqualTo(4);
        assertThat(add(2, 6)).isEqualTo(2);
        assertThat(clocks.count(0)).isEqualTo(6);
    }

    @Test
    void aHoleIsMissingUntilItIsFilled() {
        add(0, 2);
        add(5, 6);
        assertThat(clocks.end(0)).isEqualTo(2);
        assertThat(clocks.count(0)).isEqualTo(3);
        add(2, 5);
        assertThat(clocks.end(0)).isEqualTo(6);
        assertThat(clocks.count(0)).isEqualTo(6);
    }

    @Test
    void anyRangesInAnyOrderAddUp() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            SeenClocks clocks = new SeenClocks(1);
            BitSet expected = new BitSet();
            BitSet heard = new BitSet();
            for (int i = 0; i < 30; i++) {
                int from = random.nextInt(60);
                int end = from + 1 + random.nextInt(10);
                int repeated = expected.get(from, end).cardinality();
                expected.set(from, end);
                int actual = clocks.add(0, from, end, (writer, newFrom, newEnd) -> {
                    assertThat(heard.get(newFrom, newEnd).cardinality())
                            .as("seed=%d", seed)
                            .isZero();
                    heard.set(newFrom, newEnd);
                });
                assertThat(actual).as("seed=%d", seed).isEqualTo(repeated);
                assertThat(heard).as("seed=%d", seed).isEqualTo(expected);
                assertThat(clocks.count(0)).as("seed=%d", seed).isEqualTo(expected.cardinality());
                assertThat(clocks.end(0)).as("seed=%d", seed).isEqualTo(expected.nextClearBit(0));
            }
        }
    }

    private int add(int from, int end) {
        return clocks.add(0, from, end, (writer, newFrom, newEnd) -> told.set(newFrom, newEnd));
    }
}
