package io.codecollab.server.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MailboxTest {

    /** Turns wait here until the test runs them. */
    private final Queue<Runnable> turns = new ArrayDeque<>();

    /** Those for the workers of long tasks. */
    private final Queue<Runnable> longTurns = new ArrayDeque<>();

    private final List<String> log = new ArrayList<>();
    private final Mailbox mailbox = new Mailbox(turns::add, longTurns::add, () -> log.add("end of turn"));

    @Test
    void waitsUntilItIsOpened() {
        mailbox.offer(() -> log.add("offered before"));
        assertThat(turns).isEmpty();

        mailbox.open(() -> log.add("first"));
        runTurns();

        assertThat(log).containsExactly("first", "offered before", "end of turn");
    }

    @Test
    void isScheduledOnceForAllThatWaits() {
        open();
        for (int i = 0; i < 10; i++) {
            mailbox.offer(() -> log.add("task"));
        }

        assertThat(turns).hasSize(1);
        runTurns();
        assertThat(log).hasSize(10 + 1).endsWith("end of turn");
    }

    @Test
    void letsOthersHaveTheThread() {
        open();
        for (int i = 0; i < 600; i++) {
            mailbox.offer(() -> log.add("task"));
        }

        turns.remove().run();

        assertThat(log).hasSizeLessThan(600);
        runTurns();
        assertThat(log).filteredOn("task"::equals).hasSize(600);
        assertThat(log).filteredOn("end of turn"::equals).hasSize(3);
    }

    @Test
    void takesTasksFromItsOwnTasks() {
        open();
        mailbox.offer(() -> {
            mailbox.offer(() -> log.add("inner"));
            log.add("outer");
        });

        runTurns();

        assertThat(log).containsExactly("outer", "inner", "end of turn");
    }

    @Test
    void retiresOnlyWhenNothingWaits() {
        open();
        mailbox.offer(() -> log.add("retired=" + mailbox.retireIfEmpty()));
        mailbox.offer(() -> log.add("retired=" + mailbox.retireIfEmpty()));

        runTurns();

        assertThat(log).containsExactly("retired=false", "retired=true", "end of turn");
        assertThat(mailbox.offer(() -> log.add("late"))).isFalse();
        assertThat(turns).isEmpty();
    }

    @Test
    void handsBackWhatWaitedWhenItIsRetired() {
        open();
        List<Runnable> left = new ArrayList<>();
        mailbox.offer(() -> left.addAll(mailbox.retire()));
        mailbox.offer(() -> log.add("left over"));

        runTurns();

        assertThat(log).containsExactly("end of turn");
        assertThat(left).hasSize(1);
        assertThat(mailbox.offer(() -> log.add("late"))).isFalse();
    }

    @Test
    void isRetiredWithItsThreads() {
        Executor gone = turn -> {
            throw new RejectedExecutionException();
        };
        Mailbox orphan = new Mailbox(gone, gone, () -> {});
        orphan.open(() -> log.add("never"));

        assertThat(orphan.offer(() -> log.add("never"))).isFalse();
        assertThat(log).isEmpty();
    }

    @Test
    void isOpenedOnce() {
        open();

        assertThatThrownBy(() -> mailbox.open(() -> {})).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aLongTaskEndsTheTurnAndBeginsOneOfTheLongWorkers() {
        open();
        mailbox.offer(() -> log.add("short"));
        mailbox.offer(longTask("long"));
        mailbox.offer(() -> log.add("short again"));

        turns.remove().run();
        assertThat(log).containsExactly("short", "end of turn");
        assertThat(turns).isEmpty();

        longTurns.remove().run();
        assertThat(log).containsExactly("short", "end of turn", "long", "short again", "end of turn");
        assertThat(longTurns).isEmpty();
    }

    @Test
    void longTasksInARowAreOneTurn() {
        open();
        mailbox.offer(longTask("long"));
        mailbox.offer(longTask("longer"));

        assertThat(turns).isEmpty();
        longTurns.remove().run();

        assertThat(log).containsExactly("long", "longer", "end of turn");
    }

    @Test
    void whatComesUpAtTheEndOfATurnIsDoneInTheNext() {
        List<String> told = new ArrayList<>();
        List<Mailbox> self = new ArrayList<>();
        Mailbox busy = new Mailbox(turns::add, longTurns::add, () -> {
            told.add("end of turn");
            if (told.size() == 1) {
                self.get(0).offer(() -> told.add("late"));
            }
        });
        self.add(busy);
        busy.open(() -> {});

        runTurns();

        assertThat(told).containsExactly("end of turn", "late", "end of turn");
    }

    @Test
    void keepsTheOrderAndTheThreadsOfShortAndLongTasks() throws InterruptedException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int taskCount = 5_000;
        ExecutorService workers = Executors.newFixedThreadPool(2, task -> new Thread(task, "short"));
        ExecutorService longWorkers = Executors.newFixedThreadPool(2, task -> new Thread(task, "long"));
        Mailbox shared = new Mailbox(workers, longWorkers, () -> {});
        List<Integer> order = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(taskCount);
        shared.open(() -> {});

        for (int i = 0; i < taskCount; i++) {
            int number = i;
            boolean isLong = random.nextInt(10) == 0;
            Runnable task = () -> {
                if (isLong && !Thread.currentThread().getName().equals("long")) {
                    faults.add("number=" + number);
                }
                order.add(number);
                done.countDown();
            };
            shared.offer(isLong ? (Mailbox.LongTask) task::run : task);
        }

        assertThat(done.await(30, TimeUnit.SECONDS)).as("seed=%d", seed).isTrue();
        workers.shutdown();
        longWorkers.shutdown();
        assertThat(faults).as("seed=%d", seed).isEmpty();
        assertThat(order).as("seed=%d", seed).isSorted().hasSize(taskCount);
    }

    @Test
    void runsOneTaskAtATimeInTheOrderOfEachThread() throws InterruptedException {
        int threadCount = 4;
        int tasksEach = 5_000;
        ExecutorService workers = Executors.newFixedThreadPool(4);
        Mailbox shared = new Mailbox(workers, workers, () -> {});
        AtomicInteger inside = new AtomicInteger();
        int[] last = new int[threadCount]; // plain memory: visible only because tasks never overlap
        List<String> faults = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(threadCount * tasksEach);
        shared.open(() -> {});

        for (int t = 0; t < threadCount; t++) {
            int thread = t;
            new Thread(() -> {
                        for (int i = 1; i <= tasksEach; i++) {
                            int number = i;
                            shared.offer(() -> {
                                if (inside.getAndIncrement() != 0) {
                                    faults.add("overlap");
                                }
                                if (last[thread] != number - 1) {
                                    faults.add("thread=" + thread + ", number=" + number + ", last=" + last[thread]);
                                }
                                last[thread] = number;
                                inside.getAndDecrement();
                                done.countDown();
                            });
                        }
                    })
                    .start();
        }

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        workers.shutdown();
        assertThat(faults).isEmpty();
        assertThat(last).containsOnly(tasksEach);
    }

    private Mailbox.LongTask longTask(String name) {
        return () -> log.add(name);
    }

    private void open() {
        mailbox.open(() -> {});
        runTurns();
        log.clear();
    }

    private void runTurns() {
        while (!turns.isEmpty()) {
            turns.remove().run();
        }
    }
}
