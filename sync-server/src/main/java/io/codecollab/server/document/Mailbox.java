package io.codecollab.server.document;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Tasks for one actor, run in order and one at a time on threads it shares with others.
 *
 * <pre>
 *            open          offer                   nothing left
 *   SHUT  -------->  IDLE ------->  SCHEDULED  ------------------>  IDLE
 *                     |                 |
 *                     '---- retire -----'----------> RETIRED      (offer returns false)
 * </pre>
 *
 * What is offered while the mailbox is still shut waits. A <em>turn</em> runs what waits, up to {@value
 * #MAX_TASKS_PER_TURN} tasks, then the actor's end-of-turn task: what piles up while others have the thread is answered
 * at once. Tasks are the actor's own and do not throw. Thread-safe.
 */
final class Mailbox {

    private enum State {
        SHUT,
        IDLE,
        SCHEDULED,
        RETIRED
    }

    /** A task that may take so long that the threads of {@code workers} are too good for it. */
    interface LongTask extends Runnable {}

    /** After this many tasks a busy actor lets another one have the thread. */
    static final int MAX_TASKS_PER_TURN = 256;

    private final Executor workers;
    private final Executor longWorkers;
    private final Runnable endOfTurn;

    // guarded by this
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private State state = State.SHUT;

    /**
     * A shut mailbox.
     *
     * @param workers runs turns
     * @param longWorkers runs the turns that begin with a {@link LongTask}
     * @param endOfTurn runs after the last task of every turn
     */
    Mailbox(Executor workers, Executor longWorkers, Runnable endOfTurn) {
        this.workers = workers;
        this.longWorkers = longWorkers;
        this.endOfTurn = endOfTurn;
    }

    /** Starts the work, with this task before all that has been waiting. */
    synchronized void open(Runnable first) {
        if (state != State.SHUT) {
            throw new IllegalStateException("opened twice, state=" + state);
        }
        tasks.addFirst(first);
        schedule();
    }

    /** Adds a task; false, and the task will never run, once the mailbox is retired. */
    synchronized boolean offer(Runnable task) {
        if (state == State.RETIRED) {
            return false;
        }
        tasks.addLast(task);
        if (state == State.IDLE) {
            schedule();
        }
        return true;
    }

    /** How many tasks wait. */
    synchronized int size() {
        return tasks.size();
    }

    /** Closes the mailbox for good if nothing waits in it. For tasks of this mailbox. */
    synchronized boolean retireIfEmpty() {
        if (!tasks.isEmpty()) {
            return false;
        }
        state = State.RETIRED;
        return true;
    }

    /** Closes the mailbox for good and returns what waited. For tasks of this mailbox. */
    synchronized List<Runnable> retire() {
        state = State.RETIRED;
        List<Runnable> left = new ArrayList<>(tasks);
        tasks.clear();
        return left;
    }

    private void schedule() {
        state = State.SCHEDULED;
        boolean isLong = tasks.peekFirst() instanceof LongTask;
        try {
            (isLong ? longWorkers : workers).execute(() -> runTurn(isLong));
        } catch (RejectedExecutionException e) {
            state = State.RETIRED; // the threads are gone: nobody will run anything any more
            tasks.clear();
        }
    }

    private void runTurn(boolean isLong) {
        for (int count = 0; count < MAX_TASKS_PER_TURN; count++) {
            Runnable task = next(isLong);
            if (task == null) {
                break;
            }
            task.run();
        }
        endOfTurn.run();
        endTurn();
    }

    private synchronized @Nullable Runnable next(boolean isLong) {
        return !isLong && tasks.peekFirst() instanceof LongTask ? null : tasks.pollFirst();
    }

    private synchronized void endTurn() {
        if (state == State.RETIRED) {
            return;
        }
        if (tasks.isEmpty()) {
            state = State.IDLE;
        } else {
            schedule();
        }
    }
}
