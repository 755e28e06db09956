package io.codecollab.server.e2e;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The edits of one connection that the server has not acknowledged yet, in their order. Not thread-safe. */
final class PendingEdits {

    private final Ledger ledger;
    private final Deque<Edit> edits = new ArrayDeque<>();
    private final List<String> removable = new ArrayList<>();
    private int acknowledgedCount;

    /**
     * An edit on its way.
     *
     * @param number 1 for the first; 0 for the answer to the server's step 1, which Hocuspocus acknowledges like an edit
     * @param from the client's clock before it
     * @param to the client's clock after it
     */
    private record Edit(
            long number,
            int from,
            int to,
            String added,
            @Nullable String removed) {}

    PendingEdits(Ledger ledger) {
        this.ledger = ledger;
    }

    /** An edit that adds a key and perhaps removes one was sent. */
    void add(long number, int from, int to, String added, @Nullable String removed) {
        edits.add(new Edit(number, from, to, added, removed));
    }

    /** The answer to the server's step 1 was sent. */
    void addStep2() {
        edits.add(new Edit(0, 0, 0, "", null));
    }

    /** Now and then, a key whose addition was acknowledged, which is about to be removed. */
    @Nullable
    String chooseRemoval(Random random) {
        if (removable.size() <= 10 || random.nextInt(5) > 0) {
            return null;
        }
        String key = removable.remove(random.nextInt(removable.size()));
        ledger.removing(key);
        return key;
    }

    /** Its own edits between two clocks came back. */
    void acknowledgeClocks(int from, int to) {
        acknowledge(edit -> edit.number > 0 && from <= edit.from && edit.to <= to);
    }

    /** All up to a number are saved. */
    void acknowledgeUpTo(long number) {
        acknowledge(edit -> edit.number <= number);
    }

    /** The first of them is saved. */
    void acknowledgeFirst() {
        acknowledged(edits.remove());
    }

    private void acknowledge(Predicate<Edit> which) {
        List<Edit> acknowledged = edits.stream().filter(which).toList();
        edits.removeAll(acknowledged);
        acknowledged.forEach(this::acknowledged);
    }

    private void acknowledged(Edit edit) {
        if (edit.number == 0) {
            return;
        }
        acknowledgedCount++;
        ledger.added(edit.added);
        removable.add(edit.added);
        if (edit.removed != null) {
            ledger.removed(edit.removed);
        }
    }

    /** How many edits are on their way. */
    int size() {
        return (int) edits.stream().filter(edit -> edit.number > 0).count();
    }

    /** How many were acknowledged so far. */
    int acknowledgedCount() {
        return acknowledgedCount;
    }
}
