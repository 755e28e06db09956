package io.codecollab.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {

    private final CountDownLatch go = new CountDownLatch(1);
    private final Workers workers = new Workers("codecollab-test", 1, 2, () -> new IllegalStateException("busy"));

    @AfterEach
    void close() {
        workers.close();
    }

    @Test
    void worksOnThreadsOfItsOwn() {
        CompletionStage<String> thread =
                workers.run(() -> Thread.currentThread().getName());

        assertThat(thread.toCompletableFuture()).succeedsWithin(20, TimeUnit.SECONDS);
        assertThat(thread.toCompletableFuture().join()).isEqualTo("codecollab-test-1");
    }

    @Test
    void whatIsTooMuchIsNotBegun() {
        CompletableFuture<Integer> running = workers.run(whenTold(1)).toCompletableFuture();
        CompletableFuture<Integer> second = workers.run(whenTold(2)).toCompletableFuture();
        CompletableFuture<Integer> third = workers.run(whenTold(3)).toCompletableFuture();

        CompletableFuture<Integer> tooMuch = workers.run(whenTold(4)).toCompletableFuture();

        assertThat(tooMuch)
                .failsWithin(20, TimeUnit.SECONDS)
                .withThrowableThat()
                .withRootCauseInstanceOf(IllegalStateException.class)
                .withMessageContaining("busy");
        assertThatThrownBy(() -> workers.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        go.countDown();
        assertThat(running).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(1);
        assertThat(second).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(2);
        assertThat(third).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(3);
    }

    @Test
    void whatFailsFailsForWhoeverAsked() {
        CompletionStage<Integer> failing = workers.run(() -> {
            throw new IllegalArgumentException("why");
        });

        assertThat(failing.toCompletableFuture())
                .failsWithin(20, TimeUnit.SECONDS)
                .withThrowableThat()
                .withMessageContaining("why");
    }

    private Supplier<Integer> whenTold(int result) {
        return () -> {
            try {
                assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return result;
        };
    }
}
