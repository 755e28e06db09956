package io.codecollab.crdt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text as it was, or the difference between two moments: what is visible in either snapshot, with attribute {@code
 * ychange} where only one of them has it.
 *
 * <p>Source: Yjs 13.6 {@code YText.js}, {@code toDelta}. Not thread-safe; lives for one call.
 */
/*
 * The attribute stands in the same map as those of the formatting markers, so a marker of that name interferes, as in Yjs.
 * An embed takes over whatever the text before it had.
 */
final class SnapshotDelta {
    private static final String ATTRIBUTE = "ychange";

    private final @Nullable Snapshot snapshot;
    private final @Nullable Snapshot previous;
    private final YChange.Attribution attribution;

    private final List<DeltaOp> ops = new ArrayList<>();
    private final Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    private final StringBuilder run = new StringBuilder();

    /**
     * Prepares to read.
     *
     * @param snapshot null for what is visible now
     * @param previous null for no comparison
     */
    SnapshotDelta(@Nullable Snapshot snapshot, @Nullable Snapshot previous, YChange.Attribution attribution) {
        this.snapshot = snapshot;
        this.previous = previous;
        this.attribution = attribution;
    }

    List<DeltaOp> read(Transaction transaction, Branch text) {
        if (snapshot != null) {
            snapshot.cut(transaction);
        }
        if (previous != null) {
            previous.cut(transaction);
        }
        for (Item item = text.start; item != null; item = item.right) {
            boolean visible = isVisible(item);
            boolean wasVisible = previous != null && previous.isVisible(item);
            if (visible || wasVisible) {
                visit(item, visible, wasVisible);
            }
        }
        pack();
        return ops;
    }

    private boolean isVisible(Item item) {
        return snapshot == null ? !item.isDeleted() : snapshot.isVisible(item);
    }

    private void visit(Item item, boolean visible, boolean wasVisible) {
        switch (item.kind()) {
            case Item.STRING -> {
                attribute(item, visible, wasVisible);
                item.log.text().appendTo(run, item.clock, item.length);
            }
            case Item.TYPE, Item.EMBED -> {
                pack();
                ops.add(new DeltaOp.Insert(Contents.value(item, 0), attributes));
            }
            case Item.FORMAT -> {
                if (visible) {
                    pack();
                    Attributes.update(attributes, item.format());
                }
            }
            default -> {}
        }
    }

    private void attribute(Item item, boolean visible, boolean wasVisible) {
        if (snapshot != null && !visible) {
            begin(YChange.REMOVED, item);
        } else if (previous != null && !wasVisible) {
            begin(YChange.ADDED, item);
        } else if (attributes.containsKey(ATTRIBUTE)) {
            pack();
            attributes.remove(ATTRIBUTE);
        }
    }

    private void begin(YChange change, Item item) {
        if (!continues(change, item)) {
            pack();
            attributes.put(ATTRIBUTE, attribution.valueOf(change, new Id(item.client(), item.clock)));
        }
    }

    private boolean continues(YChange change, Item item) {
        return attributes.get(ATTRIBUTE) instanceof Map<?, ?> current
                && change.word().equals(current.get("type"))
                && current.get("user") instanceof Number user
                && user.doubleValue() == item.client();
    }

    private void pack() {
        if (run.length() > 0) {
            ops.add(new DeltaOp.Insert(run.toString(), attributes));
            run.setLength(0);
        }
    }
}
