package io.codecollab.crdt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Releases the content of what a transaction has deleted: the item stays as a tombstone, everything inside a deleted type
 * leaves the document order for good.
 *
 * <p>Not thread-safe; lives for one transaction's clean-up.
 */
final class GarbageCollector {
    private final Doc doc;
    private final @Nullable Predicate<UnitRun> filter;
    private final Deque<Branch> branches = new ArrayDeque<>(0);

    GarbageCollector(Doc doc) {
        this.doc = doc;
        this.filter = doc.options().gcFilter();
    }

    void collect(Deletions deletions) {
        for (int i = 0; i < deletions.clientCount(); i++) {
            Deletions.Client client = deletions.client(i);
            for (int range = client.count() - 1; range >= 0; range--) {
                collect(client.log, client.clock(range), client.clock(range) + client.length(range));
            }
        }
    }

    private void collect(ClientLog log, int clock, int end) {
        for (Item item = log.find(clock); item != null && item.clock < end; item = item.next) {
            if (!item.isGc() && item.isDeleted() && !item.isKept() && mayCollect(item)) {
                releaseContent(item);
                log.dropContent(item);
                collectBranches();
            }
        }
    }

    private boolean mayCollect(Item item) {
        Predicate<UnitRun> predicate = filter;
        return predicate == null || predicate.test(new UnitRun(item));
    }

    private void releaseContent(Item item) {
        switch (item.kind()) {
            case Item.STRING -> item.log.text().release(item.clock, item.length);
            case Item.TYPE -> branches.push(item.branch());
            default -> {}
        }
    }

    private void collectBranches() {
        while (!branches.isEmpty()) {
            Branch branch = branches.pop();
            for (Item item = branch.start; item != null; ) {
                Item right = item.right;
                becomeGc(item);
                item = right;
            }
            branch.start = null;
            if (branch.cursor != null) {
                branch.cursor.forgetAll();
            }
            Map<String, Item> entries = branch.entries;
            if (entries != null) {
                for (Item value : entries.values()) {
                    for (Item item = value; item != null; ) {
                        Item left = item.left;
                        becomeGc(item);
                        item = left;
                    }
                }
                branch.entries = null;
            }
        }
    }

    private void becomeGc(Item item) {
        if (!item.isDeleted()) {
            throw new IllegalStateException("live item in a collected type, " + item);
        }
        releaseContent(item);
        if ((item.flags & Item.REDONE_FLAG) != 0) {
            doc.redone().remove(item);
        }
        item.log.collect(item);
    }
}
