package io.codecollab.crdt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of a document that an undo manager looks after: some types with everything inside them, or all of it.
 *
 * <p>Not thread-safe; owned by its undo manager.
 */
final class UndoScope {
    private final Set<Branch> branches = new LinkedHashSet<>();
    private boolean wholeDocument;

    void add(Branch branch) {
        branches.add(branch);
    }

    void addDocument() {
        wholeDocument = true;
    }

    /** Whether the transaction changed something in here. */
    boolean isChangedBy(Transaction transaction) {
        if (wholeDocument) {
            return true;
        }
        Map<Branch, List<YEvent>> changed = transaction.changedParents();
        for (Branch branch : branches) {
            if (changed.containsKey(branch)) {
                return true;
            }
        }
        return false;
    }

    Membership membership() {
        return new Membership();
    }

    /** Answers for many items at a time, while none of them moves. Remembers the answer for every type it came across. */
    final class Membership {
        private final Map<Branch, Boolean> known = new HashMap<>();
        private @Nullable Branch recent;
        private boolean recentAnswer;

        boolean contains(Item item) {
            return wholeDocument || contains(item.requireParent());
        }

        private boolean contains(Branch branch) {
            if (branch != recent) {
                recent = branch;
                recentAnswer = climb(branch);
            }
            return recentAnswer;
        }

        private boolean climb(Branch from) {
            List<Branch> passed = new ArrayList<>();
            Boolean answer = null;
            for (Branch branch = from; branch != null && answer == null; branch = branch.parent()) {
                answer = branches.contains(branch) ? Boolean.TRUE : known.get(branch);
                passed.add(branch);
            }
            boolean inside = answer != null && answer;
            for (Branch branch : passed) {
                known.put(branch, inside);
            }
            return inside;
        }
    }
}
