package io.codecollab.server.document;

import io.codecollab.crdt.update.Updates;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The news of one turn of a document: what was merged between two looks at the mailbox, in order. It is stored as one journal
 * row and told as one message to those who had no part in it. Document thread only.
 */
public final class EditBatch extends Shared {

    private final List<Edit> edits = new ArrayList<>();
    private final Set<Subscriber> authors = new HashSet<>();
    private final Supplier<byte[]> readStateVector;
    private int othersCount;
    private boolean hasParked;
    private byte @Nullable [] merged;
    private byte @Nullable [] stateVector;

    /** @param readStateVector reads what the document has now; called while this batch is told, if at all */
    EditBatch(Supplier<byte[]> readStateVector) {
        this.readStateVector = readStateVector;
    }

    void add(Edit edit, boolean parked) {
        edits.add(edit);
        Subscriber from = edit.from();
        if (from == null) {
            othersCount++;
        } else {
            authors.add(from);
        }
        hasParked |= parked;
    }

    boolean isEmpty() {
        return edits.isEmpty();
    }

    /** In the order they were merged; none of them empty. */
    public List<Edit> edits() {
        return edits;
    }

    /** Whether a subscriber made one of these edits and thus knows it. */
    public boolean isFrom(Subscriber subscriber) {
        return authors.contains(subscriber);
    }

    /**
     * Whether the edits may be told as one update. If one of them refers to what has not arrived yet, a merged update would
     * have gaps, which clients with Yjs before 13.5 cannot read.
     */
    public boolean canMerge() {
        return !hasParked;
    }

    /** All edits as one update, in update format V1. Not to be modified. */
    public byte[] merged() {
        byte[] known = merged;
        if (known == null) {
            known = edits.size() == 1
                    ? edits.get(0).update()
                    : Updates.mergeUpdates(edits.stream().map(Edit::update).toList());
            merged = known;
        }
        return known;
    }

    /** Whether some of these edits were made by subscribers, rather than by other instances. */
    boolean hasOwn() {
        return othersCount < edits.size();
    }

    /** The edits made by subscribers as one update, in update format V1. Not to be modified. */
    byte[] own() {
        if (othersCount == 0) {
            return merged();
        }
        List<byte[]> own = edits.stream()
                .filter(edit -> edit.from() != null)
                .map(Edit::update)
                .toList();
        return own.size() == 1 ? own.get(0) : Updates.mergeUpdates(own);
    }

    /** What the document has, encoded: everything up to and with this batch. */
    public byte[] stateVector() {
        byte[] known = stateVector;
        if (known == null) {
            known = readStateVector.get();
            stateVector = known;
        }
        return known;
    }
}
