package io.codecollab.crdt;

import io.codecollab.crdt.update.IdSet;
import io.codecollab.crdt.update.StateVector;
import io.codecollab.crdt.update.UpdateEncoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Structs and deletions that arrived before what they depend on.
 *
 * <p>Not thread-safe; owned by its document's writer.
 */
/*
 * Yjs keeps the parked structs as one encoded update, merges every newcomer into it and decodes it all again on each try,
 * which is quadratic. Here they stay decoded, a sorted queue per client. Only the first struct of a queue can become
 * integrable, and the queue is registered with the one client whose progress it waits for: a try costs what it frees.
 *
 * When to try is Yjs's rule all the same, because it decides which update event a parked struct comes with: each pass over an
 * update notes one missing clock for every pile of structs it gives up on, the lowest per client, and a try is made only when
 * one of those clocks has come.
 */
final class PendingStructs {
    static final int NOTHING_MISSING = Integer.MAX_VALUE;

    private final Map<ClientLog, PendingQueue> queues = new LinkedHashMap<>(4);
    private final Map<ClientLog, ParkedDeletions> deletions = new LinkedHashMap<>(4);

    /* Queues whose first item changed and that are not registered anywhere yet. */
    private final Set<PendingQueue> unregistered = new LinkedHashSet<>(4);

    /* Logs that have grown since the last update. */
    private final Set<ClientLog> advanced = new LinkedHashSet<>(4);

    /* Logs that have grown since the last try and that a queue waits for. */
    private final Set<ClientLog> awaitedAndGrown = new LinkedHashSet<>(4);

    /* Logs whose missingClock is set. */
    private final Set<ClientLog> missing = new LinkedHashSet<>(4);
    private int structCount;

    boolean isEmpty() {
        return queues.isEmpty() && deletions.isEmpty();
    }

    boolean hasStructs() {
        return !queues.isEmpty();
    }

    int structCount() {
        return structCount;
    }

    /** Keeps a struct until its turn comes; call {@link #await} when all of an update's are in. */
    void park(Item item) {
        PendingQueue queue = item.log.pending;
        if (queue == null) {
            queue = new PendingQueue(item.log);
            item.log.pending = queue;
            queues.put(item.log, queue);
        }
        InFlight.detach(item);
        structCount += queue.add(item);
        if (queue.first() == item) {
            unregistered.add(queue);
        }
    }

    /** Registers the queues that changed with the clients they wait for. */
    void await() {
        for (PendingQueue queue : unregistered) {
            register(queue);
        }
        unregistered.clear();
    }

    private void register(PendingQueue queue) {
        Item first = queue.first();
        if (first == null) {
            return;
        }
        ClientLog awaited = queue.log;
        int clock = first.clock - 1;
        if (first.clock <= queue.log.nextClock) {
            awaited = Structs.unmetDependency(first);
            if (awaited == null) {
                awaited = queue.log;
            } else {
                clock = awaited == first.originLog && first.originClock >= awaited.nextClock
                        ? first.originClock
                        : first.rightOriginClock;
            }
        }
        queue.awaited = awaited;
        queue.awaitedClock = clock;
        awaited.waitFor(queue);
        if (clock < awaited.nextClock) {
            advanced.add(awaited);
        }
    }

    /** To be told when a log is about to grow while something is parked. */
    void noteAdvance(ClientLog log) {
        advanced.add(log);
    }

    /** Notes the clock that a pile of parked structs was given up for. */
    void noteMissing(ClientLog log, int clock) {
        log.missingClock = Math.min(log.missingClock, clock);
        missing.add(log);
    }

    /** Whether a clock has come that was noted as missing. */
    boolean isDue() {
        for (ClientLog log : advanced) {
            if (log.missingClock < log.nextClock) {
                return true;
            }
        }
        return false;
    }

    /**
     * Deletes what has become known and, if it is time, integrates what has become integrable.
     *
     * @param due whether a missing clock has come
     */
    void retry(Transaction transaction, boolean due) {
        if (advanced.isEmpty()) {
            return;
        }
        for (ClientLog log : advanced) {
            retryDeletions(transaction, log);
            if (log.hasWaiting()) {
                awaitedAndGrown.add(log);
            }
        }
        advanced.clear();
        if (!due) {
            return;
        }
        Deque<ClientLog> toWake = new ArrayDeque<>(awaitedAndGrown);
        awaitedAndGrown.clear();
        while (!toWake.isEmpty()) {
            wake(transaction, toWake.poll(), toWake);
        }
        for (int i = 0; i < transaction.touchedCount(); i++) {
            retryDeletions(transaction, transaction.touched(i));
        }
        advanced.clear();
        noteMissingAnew();
    }

    /* What a pass over all that is still parked would note: clients descending, dependencies followed. */
    private void noteMissingAnew() {
        clearMissing();
        Set<PendingQueue> givenUp = new HashSet<>();
        for (PendingQueue start : descending()) {
            PendingQueue queue = start;
            while (givenUp.add(queue)) {
                Item head = queue.requireFirst();
                if (head.clock > queue.log.nextClock) {
                    noteMissing(queue.log, head.clock - 1);
                    break;
                }
                ClientLog needed = Structs.unmetDependency(head);
                if (needed == null) {
                    break;
                }
                if (needed.pending == null || givenUp.contains(needed.pending)) {
                    noteMissing(needed, needed.nextClock);
                    break;
                }
                queue = needed.pending;
            }
        }
    }

    private List<PendingQueue> descending() {
        List<PendingQueue> descending = new ArrayList<>(queues.values());
        descending.sort(Comparator.comparingLong((PendingQueue queue) -> queue.log.client)
                .reversed());
        return descending;
    }

    private void clearMissing() {
        for (ClientLog log : missing) {
            log.missingClock = NOTHING_MISSING;
        }
        missing.clear();
    }

    private void wake(Transaction transaction, ClientLog log, Deque<ClientLog> toWake) {
        while (true) {
            PendingQueue queue = log.pollWaiting();
            if (queue == null) {
                return;
            }
            drain(transaction, queue);
            if (queue.log.hasWaiting()) {
                toWake.add(queue.log);
            }
        }
    }

    private void drain(Transaction transaction, PendingQueue queue) {
        for (Item item = queue.first(); item != null; item = queue.first()) {
            int known = queue.log.nextClock - item.clock;
            if (known < 0 || (known < item.length && Structs.unmetDependency(item) != null)) {
                register(queue);
                return;
            }
            queue.removeFirst();
            structCount--;
            if (known < item.length) {
                Integrator.integrate(transaction, item, known);
            }
        }
        queue.log.pending = null;
        queues.remove(queue.log);
    }

    /* Deletions. */

    void parkDeletion(ClientLog log, int clock, int end) {
        deletions.computeIfAbsent(log, l -> new ParkedDeletions()).add(clock, end);
    }

    private void retryDeletions(Transaction transaction, ClientLog log) {
        ParkedDeletions parked = deletions.get(log);
        if (parked != null) {
            parked.apply(transaction, log);
            if (parked.isEmpty()) {
                deletions.remove(log);
            }
        }
    }

    /* Reading. */

    /** What is missing: for each client, a clock that has not arrived. */
    StateVector missing() {
        Map<Long, Integer> clocks = new HashMap<>();
        for (ClientLog log : missing) {
            clocks.put(log.client, log.missingClock);
        }
        return StateVector.of(clocks);
    }

    IdSet deletions() {
        IdSet.Builder builder = new IdSet.Builder();
        deletions.forEach((log, parked) -> parked.addTo(builder, log.client));
        return builder.build();
    }

    /** The parked structs as an update; null if there are none. */
    byte @Nullable [] encodeStructs(UpdateEncoder encoder) {
        if (queues.isEmpty()) {
            return null;
        }
        StructWriter.writeParked(encoder, descending());
        encoder.writeDeleteSet(IdSet.EMPTY);
        return encoder.toByteArray();
    }

    /** The parked deletions as an update; null if there are none. */
    byte @Nullable [] encodeDeletions(UpdateEncoder encoder) {
        if (deletions.isEmpty()) {
            return null;
        }
        encoder.writeVarUintRest(0);
        encoder.writeDeleteSet(deletions());
        return encoder.toByteArray();
    }

    /** Forgets everything parked. */
    void clear() {
        for (PendingQueue queue : queues.values()) {
            queue.log.pending = null;
            queue.awaited = null;
        }
        clearMissing();
        queues.clear();
        deletions.clear();
        unregistered.clear();
        advanced.clear();
        awaitedAndGrown.clear();
        structCount = 0;
    }
}
