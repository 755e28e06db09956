package io.codecollab.crdt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Computes the delta of a text event: one pass over the text that follows the formatting before and after.
 *
 * <p>Source: Yjs 13.6 {@code YTextEvent.delta}, less its side effect: where Yjs deletes a marker that turns out to be
 * redundant, it is only left out of account. Not thread-safe; lives for one event.
 */
final class TextDelta {
    private enum Action {
        NONE,
        RETAIN,
        INSERT,
        DELETE
    }

    private final Branch target;
    private final Transaction transaction;
    private final List<DeltaOp> ops = new ArrayList<>();

    private final Map<String, @Nullable Object> current = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> old = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> retainAttributes = new LinkedHashMap<>();

    private Action action = Action.NONE;
    private final StringBuilder inserted = new StringBuilder();
    private int retain;
    private int deleted;

    private TextDelta(Branch target, Transaction transaction) {
        this.target = target;
        this.transaction = transaction;
    }

    static List<DeltaOp> of(YEvent event) {
        Branch target = event.targetBranch();
        return target.hasFormatting
                ? new TextDelta(target, event.transaction()).compute()
                : new ListDelta(event, event.transaction()).compute();
    }

    private List<DeltaOp> compute() {
        for (Item item = target.start; item != null; item = item.right) {
            boolean adds = transaction.adds(item);
            boolean deletes = item.isDeleted() && transaction.deletes(item);
            switch (item.kind()) {
                case Item.STRING -> visitText(item, adds, deletes);
                case Item.TYPE, Item.EMBED -> visitEmbed(item, adds, deletes);
                case Item.FORMAT -> visitMarker(item, adds, deletes);
                default -> {}
            }
        }
        pack();
        while (!ops.isEmpty()
                && ops.get(ops.size() - 1) instanceof DeltaOp.Retain last
                && last.attributes().isEmpty()) {
            ops.remove(ops.size() - 1);
        }
        return Collections.unmodifiableList(ops);
    }

    private void visitText(Item item, boolean adds, boolean deletes) {
        if (adds) {
            if (!deletes) {
                begin(Action.INSERT);
                item.log.text().appendTo(inserted, item.clock, item.length);
            }
        } else {
            keepOrDelete(item, deletes);
        }
    }

    private void visitEmbed(Item item, boolean adds, boolean deletes) {
        if (adds) {
            if (!deletes) {
                pack();
                ops.add(new DeltaOp.Insert(Contents.value(item, 0), liveAttributes()));
            }
        } else {
            keepOrDelete(item, deletes);
        }
    }

    private void keepOrDelete(Item item, boolean deletes) {
        if (deletes) {
            begin(Action.DELETE);
            deleted += item.length;
        } else if (!item.isDeleted()) {
            begin(Action.RETAIN);
            retain += item.length;
        }
    }

    private void visitMarker(Item item, boolean adds, boolean deletes) {
        Format format = item.format();
        String key = format.key();
        Object value = format.value();
        boolean redundant = false;
        if (adds) {
            if (!deletes) {
                redundant = visitNewMarker(key, value);
            }
        } else if (deletes) {
            visitDeletedMarker(key, value);
        } else if (!item.isDeleted()) {
            redundant = visitKeptMarker(key, value);
        }
        if (!item.isDeleted() && !redundant) {
            if (action == Action.INSERT) {
                pack();
            }
            Attributes.update(current, format);
        }
    }

    private boolean visitNewMarker(String key, @Nullable Object value) {
        if (Attributes.equal(current.get(key), value)) {
            return value != null;
        }
        packRetain();
        if (Attributes.equal(value, old.get(key))) {
            retainAttributes.remove(key);
        } else {
            retainAttributes.put(key, value);
        }
        return false;
    }

    private void visitDeletedMarker(String key, @Nullable Object value) {
        old.put(key, value);
        Object now = current.get(key);
        if (!Attributes.equal(now, value)) {
            packRetain();
            retainAttributes.put(key, now);
        }
    }

    private boolean visitKeptMarker(String key, @Nullable Object value) {
        old.put(key, value);
        if (!retainAttributes.containsKey(key)) {
            return false;
        }
        Object attribute = retainAttributes.get(key);
        if (Attributes.equal(attribute, value)) {
            return attribute != null;
        }
        packRetain();
        if (value == null) {
            retainAttributes.remove(key);
        } else {
            retainAttributes.put(key, value);
        }
        return false;
    }

    private void begin(Action next) {
        if (action != next) {
            pack();
            action = next;
        }
    }

    private void packRetain() {
        if (action == Action.RETAIN) {
            pack();
        }
    }

    private void pack() {
        switch (action) {
            case DELETE -> ops.add(new DeltaOp.Delete(deleted));
            case RETAIN -> ops.add(new DeltaOp.Retain(retain, retainAttributes));
            case INSERT -> ops.add(new DeltaOp.Insert(inserted.toString(), liveAttributes()));
            case NONE -> {}
        }
        deleted = 0;
        retain = 0;
        inserted.setLength(0);
        action = Action.NONE;
    }

    private Map<String, @Nullable Object> liveAttributes() {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>(current);
        attributes.values().removeIf(value -> value == null);
        return attributes;
    }
}
