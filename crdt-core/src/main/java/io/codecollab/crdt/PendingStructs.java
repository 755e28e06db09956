package io.codecollab.crdt;

import io.codecollab.crdt.update.IdSet;
import io.codecollab.crdt.update.StateVector;
import io.codecollab.crdt.update.UpdateEncoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
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
 * which is quadratic. Here they stay decoded, a sorted queue per client, and a try looks at the first struct of each queue
 * and at what it can integrate.
 *
 * When to try, and in which order, is Yjs's rule all the same, because it decides which update event a parked struct comes
 * with and in which order keys appear: each pass notes one missing clock for every pile of structs it gives up on, the
 * lowest per client, and a try is made only when one of those clocks has come.
 */
final class PendingStructs {
    static final int NOTHING_MISSING = Integer.MAX_VALUE;

    private Map<ClientLog, PendingQueue> queues = new LinkedHashMap<>(4);
    private Map<ClientLog, ParkedDeletions> deletions = new LinkedHashMap<>(4);

    /* Logs that have grown since the last update. */
    private Set<ClientLog> advanced = new LinkedHashSet<>(4);

    /* Logs whose missingClock is set. */
    private Set<ClientLog> missing = new LinkedHashSet<>(4);
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

    /**
     * Keeps a struct until its turn comes.
     *
     * @return whether any of it was not parked yet
     */
    boolean park(Item item) {
        PendingQueue queue = item.log.pending;
        if (queue == null) {
            queue = new PendingQueue(item.log);
            item.log.pending = queue;
            queues.put(item.log, queue);
        }
        InFlight.detach(item);
        structCount -= queue.size();
        boolean added = queue.add(item);
        structCount += queue.size();
        return added;
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
        }
        advanced.clear();
        if (!due) {
            return;
        }
        clearMissing();
        for (PendingQueue queue : descending()) {
            if (!queue.givenUp) {
                integrate(transaction, queue);
            }
        }
        removeEmptyQueues();
        for (int i = 0; i < transaction.touchedCount(); i++) {
            retryDeletions(transaction, transaction.touched(i));
        }
        advanced.clear();
    }

    /* Integrates the queue as far as possible, and of the others what it needs; the queues on the stack wait for the next. */
    private void integrate(Transaction transaction, PendingQueue start) {
        Deque<PendingQueue> stack = new ArrayDeque<>(2);
        stack.push(start);
        start.waits = true;
        while (!stack.isEmpty() && !start.givenUp) {
            PendingQueue queue = stack.element();
            Item item = queue.first();
            if (item == null) {
                stack.pop().waits = false;
                continue;
            }
            int known = queue.log.nextClock - item.clock;
            ClientLog needed = Structs.unmetDependency(item); // even of what is known already, as in Yjs
            if (known < 0) {
                giveUp(stack, queue.log, item.clock - 1);
            } else if (needed != null) {
                follow(stack, needed);
            } else {
                queue.removeFirst();
                structCount--;
                if (known < item.length) {
                    Integrator.integrate(transaction, item, known);
                }
                if (stack.size() > 1) {
                    stack.pop().waits = false; // whoever waited for it is next
                }
            }
        }
    }

    private void follow(Deque<PendingQueue> stack, ClientLog needed) {
        PendingQueue next = needed.pending;
        if (next == null || next.givenUp || next.isEmpty()) {
            giveUp(stack, needed, needed.nextClock);
        } else if (next.waits) {
            Item second = next.second();
            giveUp(stack, needed, second == null ? needed.nextClock : second.clock - 1);
        } else {
            stack.push(next);
            next.waits = true;
        }
    }

    private void giveUp(Deque<PendingQueue> stack, ClientLog awaited, int clock) {
        noteMissing(awaited, clock);
        for (PendingQueue queue : stack) {
            queue.givenUp = true;
            queue.waits = false;
        }
        stack.clear();
    }

    private void removeEmptyQueues() {
        for (Iterator<PendingQueue> each = queues.values().iterator(); each.hasNext(); ) {
            PendingQueue queue = each.next();
            queue.givenUp = false;
            if (queue.isEmpty()) {
                queue.log.pending = null;
                each.remove();
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

    /* Deletions. */

    /**
     * Keeps a deletion until there is something to delete.
     *
     * @return whether any of it was not parked yet
     */
    boolean parkDeletion(ClientLog log, int clock, int end) {
        return deletions.computeIfAbsent(log, l -> new ParkedDeletions()).add(clock, end);
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

    /** About how many bytes of heap everything parked takes. */
    long memoryBytes() {
        long bytes = 0;
        for (PendingQueue queue : queues.values()) {
            bytes += queue.memoryBytes();
        }
        for (ParkedDeletions parked : deletions.values()) {
            bytes += MemoryEstimate.PARKED_QUEUE + (long) MemoryEstimate.PARKED_RANGE * parked.size();
        }
        return bytes;
    }

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

    /** Forgets everything parked, and the room it took. */
    void clear() {
        for (PendingQueue queue : queues.values()) {
            queue.log.pending = null;
        }
        clearMissing();
        queues = new LinkedHashMap<>(4);
        deletions = new LinkedHashMap<>(4);
        advanced = new LinkedHashSet<>(4);
        missing = new LinkedHashSet<>(4);
        structCount = 0;
    }
}
