package io.codecollab.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private static final long SECOND_NS = 1_000_000_000;

    @Test
    void letsABurstThroughAndThenSaysHowLongToWait() {
        RateLimit limit = new RateLimit(10, 20, 0);
        for (int i = 0; i < 20; i++) {
            assertThat(limit.take(1, 0)).isZero();
        }

        assertThat(limit.take(1, 0)).isBetween(SECOND_NS / 10, SECOND_NS / 10 + 1);
        assertThat(limit.take(1, 0)).isBetween(2 * SECOND_NS / 10, 2 * SECOND_NS / 10 + 1);
    }

    @Test
    void whoWaitsAsLongAsToldMayGoOn() {
        RateLimit limit = new RateLimit(10, 20, 0);
        limit.take(20, 0);
        long waitNs = limit.take(5, 0);

        assertThat(limit.take(0, waitNs)).isZero();
        assertThat(limit.take(1, waitNs)).isPositive();
    }

    @Test
    void whatIsNotUsedIsSavedUpToABurst() {
        RateLimit limit = new RateLimit(10, 20, 0);
        limit.take(20, 0);

        assertThat(limit.take(20, 1_000 * SECOND_NS)).isZero();
        assertThat(limit.take(1, 1_000 * SECOND_NS)).isPositive();
    }

    @Test
    void takesWhatIsLargerThanABurstAndMakesWaitForIt() {
        RateLimit limit = new RateLimit(10, 20, 0);

        assertThat(limit.take(40, 0)).isBetween(2 * SECOND_NS, 2 * SECOND_NS + 1);
    }

    @Test
    void whoObeysGetsNoMoreThanTheRateInTheLongRun() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        RateLimit limit = new RateLimit(1_000, 500, 0);
        long nowNs = 0;
        double taken = 0;
        while (nowNs < 100 * SECOND_NS) {
            double amount = random.nextInt(1, 300);
            taken += amount;
            nowNs += limit.take(amount, nowNs) + random.nextInt(1_000_000);
        }

        assertThat(taken).as("seed=%d", seed).isBetween(95_000.0, 101_000.0);
    }
}
