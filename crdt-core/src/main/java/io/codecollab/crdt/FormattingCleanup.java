package io.codecollab.crdt;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Deletes formatting markers that concurrent formatting has made redundant, in a local transaction of its own: a replica
 * with this option on writes even if nobody types there.
 *
 * <p>Source: Yjs 13.6 {@code YText.js}, {@code cleanupYTextAfterTransaction}.
 */
final class FormattingCleanup {
    private final Set<Branch> wholeTexts = new LinkedHashSet<>();

    /* The items of the gaps that are clean: a gap is walked once, not once for every item that was deleted in it. */
    private final Set<Item> visited = Collections.newSetFromMap(new IdentityHashMap<>());

    private FormattingCleanup() {}

    static void afterRemote(Doc doc, Transaction remote) {
        FormattingCleanup cleanup = new FormattingCleanup();
        cleanup.findNewMarkers(remote);
        doc.transact(transaction -> {
            cleanup.visitDeletions(remote, transaction);
            for (Branch text : cleanup.wholeTexts) {
                cleanupText(transaction, text);
            }
        });
    }

    private void findNewMarkers(Transaction remote) {
        for (int i = 0; i < remote.ownTouchedCount(); i++) {
            for (Item item = remote.touched(i).find(remote.before(i)); item != null; item = item.next) {
                if (item.kind() == Item.FORMAT && !item.isDeleted()) {
                    wholeTexts.add(item.requireParent());
                }
            }
        }
    }

    private void visitDeletions(Transaction remote, Transaction transaction) {
        Deletions deletions = remote.deletions;
        for (int i = 0; i < deletions.clientCount(); i++) {
            Deletions.Client client = deletions.client(i);
            for (int range = 0; range < client.count(); range++) {
                int end = client.clock(range) + client.length(range);
                for (Item item = client.log.find(client.clock(range));
                        item != null && item.clock < end;
                        item = item.next) {
                    visitDeleted(transaction, item);
                }
            }
        }
    }

    private void visitDeleted(Transaction transaction, Item item) {
        Branch parent = item.parent;
        if (parent == null || !parent.hasFormatting || wholeTexts.contains(parent)) {
            return;
        }
        if (item.kind() == Item.FORMAT) {
            wholeTexts.add(parent);
        } else if (!visited.contains(item)) {
            TextEdits.cleanupContextlessGap(transaction, item, visited);
        }
    }

    private static void cleanupText(Transaction transaction, Branch text) {
        Item start = text.start;
        if (start == null) {
            return;
        }
        Map<String, @Nullable Object> startAttributes = new LinkedHashMap<>();
        Map<String, @Nullable Object> current = new LinkedHashMap<>();
        for (Item item = start; item != null; item = item.right) {
            if (item.isDeleted()) {
                continue;
            }
            if (item.kind() == Item.FORMAT) {
                Attributes.update(current, item.format());
            } else {
                TextEdits.cleanupGap(transaction, start, item, startAttributes, current);
                startAttributes = new LinkedHashMap<>(current);
                start = item;
            }
        }
    }
}
