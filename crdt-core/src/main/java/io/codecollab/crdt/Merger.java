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
            int existing = transaction.clockBefore(client.log);
            for (int range = client.count() - 1; range >= 0; range--) {
                if (client.clock(range) < existing) { // what is new is tried below
                    mergeRange(client.log, client.clock(range), client.clock(range) + client.length(range));
                }
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
        mergeRun(first, afterClock);
    }

    /* The structs that were added, with each other and with the one before. */
    private static void mergeFrom(ClientLog log, int clock) {
        mergeRun(log.find(clock), Integer.MAX_VALUE);
    }

    /* Tries (previous, first), (first, second), … up to the pair whose right one starts at `lastClock`. */
    private static void mergeRun(Item first, int lastClock) {
        Item previous = mergePrevious(first);
        Item left = previous == null ? first : previous;
        for (Item right = left.next; right != null && right.clock <= lastClock; right = left.next) {
            if (!Structs.merge(left, right)) {
                left = right;
            }
        }
        if (previous != null) {
            mergeLeftwards(previous);
        }
    }

    private static void mergeLeftwards(Item from) {
        Item item = mergePrevious(from);
        while (item != null) {
            item = mergePrevious(item);
        }
    }

    /*
     * Joins the struct before, in clock order, with this one; returns it, or null if they stay apart. Two items can only be
     * joined if they are neighbours in the document as well, so that looking left is enough.
     */
    private static @Nullable Item mergePrevious(Item item) {
        if (item.isGc()) {
            Item previous = item.log.previous(item);
            return previous != null && Structs.merge(previous, item) ? previous : null;
        }
        Item left = item.left;
        return left != null && left.log == item.log && left.next == item && Structs.merge(left, item) ? left : null;
    }

    private static void mergeAround(Item candidate) {
        Item item = candidate.isMerged() ? candidate.log.find(candidate.clock) : candidate;
        Item next = item.next;
        if (next != null) {
            Structs.merge(item, next);
        }
        mergeLeftwards(item);
        if (item.kind() != Item.STRING) {
            compactAround(item.isMerged() ? item.log.find(item.clock) : item);
        }
    }

    /* The parts of a run of values that stay apart do not keep each other's values alive. */
    private static void compactAround(Item item) {
        compact(item);
        Item left = item.left;
        Item previous = left != null && left.next == item ? left : item.log.previous(item);
        if (previous != null) {
            compact(previous);
        }
    }

    private static void compact(Item item) {
        if (item.kind() == Item.ANY || item.kind() == Item.JSON) {
            item.values().compact();
        }
    }
}
