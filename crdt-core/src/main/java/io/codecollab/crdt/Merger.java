package io.codecollab.crdt;

import org.jspecify.annotations.Nullable;

/**
 * Joins what a transaction left mergeable, at the places where Yjs tries, so that the bytes come out the same.
 *
 * <p>Yjs goes from right to left and shifts arrays; joining is confluent, so here the structs are joined from left to right
 * where they are linked.
 *
 * <p>Not thread-safe; lives for one transaction's clean-up.
 */
final class Merger {
    private final Transaction transaction;

    Merger(Transaction transaction) {
        this.transaction = transaction;
    }

    void run() {
        Deletions deletions = transaction.deletions;
        for (int i = 0; i < deletions.clientCount(); i++) {
            Deletions.Client client = deletions.client(i);
            for (int range = client.count() - 1; range >= 0; range--) {
                mergeRange(client.log, client.clock(range), client.clock(range) + client.length(range));
            }
        }
        for (int i = 0; i < transaction.ownTouchedCount(); i++) {
            mergeFrom(transaction.touched(i), transaction.before(i));
        }
        for (int i = transaction.mergeCandidateCount() - 1; i >= 0; i--) {
            mergeAround(transaction.mergeCandidate(i));
        }
    }

    /* The structs of a deleted range with each other and with both neighbours. */
    private static void mergeRange(ClientLog log, int clock, int end) {
        Item first = log.find(clock);
        if (first.clock < clock) {
            Item following = first.next;
            if (following == null) {
                return;
            }
            first = following;
        }
        int afterClock = log.find(end - 1).clockEnd();
        mergeRun(log, first, afterClock);
    }

    /* The structs that were added, with each other and with the one before. */
    private static void mergeFrom(ClientLog log, int clock) {
        mergeRun(log, log.find(clock), Integer.MAX_VALUE);
    }

    /* Tries (previous, first), (first, second), … up to the pair whose right one starts at `lastClock`. */
    private static void mergeRun(ClientLog log, Item first, int lastClock) {
        Item previous = log.previous(first);
        Item left = first;
        boolean joinedPrevious = false;
        if (previous != null && Structs.merge(previous, first)) {
            joinedPrevious = true;
            left = previous;
        }
        for (Item right = left.next; right != null && right.clock <= lastClock; right = left.next) {
            if (!Structs.merge(left, right)) {
                left = right;
            }
        }
        if (joinedPrevious) {
            mergeLeftwards(log, previous);
        }
    }

    private static void mergeLeftwards(ClientLog log, @Nullable Item from) {
        Item item = from;
        while (item != null) {
            Item previous = log.previous(item);
            if (previous == null || !Structs.merge(previous, item)) {
                return;
            }
            item = previous;
        }
    }

    private static void mergeAround(Item candidate) {
        ClientLog log = candidate.log;
        Item item = log.find(candidate.clock);
        Item next = item.next;
        if (next != null) {
            Structs.merge(item, next);
        }
        mergeLeftwards(log, item);
    }
}
