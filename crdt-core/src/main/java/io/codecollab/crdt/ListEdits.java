package io.codecollab.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Local edits of lists and maps: finding the gap, making the items.
 *
 * <p>Which gap among tombstones an edit takes decides the bytes; it differs per operation as in Yjs.
 *
 * <p>Source: Yjs 13.6 {@code AbstractType.js}, {@code typeListInsertGenerics} and its neighbours.
 */
final class ListEdits {
    private ListEdits() {}

    /** The item that ends with the unit before {@code index}, cut if need be; null at the start. */
    static @Nullable Item itemBefore(Transaction transaction, Branch list, int index) {
        int target = Math.min(index, list.length) - 1;
        if (index > list.length) {
            return lastItem(list);
        }
        if (target < 0) {
            return null;
        }
        ListCursor cursor = list.cursor();
        Item item = cursor.find(target);
        int units = target + 1 - cursor.index();
        if (units < item.length) {
            Structs.split(transaction, item, units);
        }
        return item;
    }

    /** The last physical item, a tombstone perhaps. */
    static @Nullable Item lastItem(Branch list) {
        if (list.start == null) {
            return null;
        }
        Item item = list.length == 0 ? list.start : list.cursor().find(list.length - 1);
        while (item.right != null) {
            item = item.right;
        }
        return item;
    }

    static void insert(Transaction transaction, Branch list, int index, List<?> values) {
        if (index < 0 || index > list.length) {
            throw new IndexOutOfBoundsException("index=" + index + ", length=" + list.length);
        }
        insertAfter(transaction, list, itemBefore(transaction, list, index), values);
    }

    /** Behind the last physical item. */
    static void push(Transaction transaction, Branch list, List<?> values) {
        insertAfter(transaction, list, lastItem(list), values);
    }

    static void insertAfter(Transaction transaction, Branch list, @Nullable Item after, List<?> values) {
        for (Object value : values) {
            LocalContent.checkListValue(value);
        }
        Item left = after;
        Item right = left == null ? list.start : left.right;
        List<@Nullable Object> plain = new ArrayList<>();
        for (Object value : values) {
            if (LocalContent.isPlain(value)) {
                plain.add(value);
            } else {
                left = insertPlain(transaction, list, left, right, plain);
                left = insertItem(transaction, list, left, right, LocalContent.item(transaction.doc(), value));
            }
        }
        insertPlain(transaction, list, left, right, plain);
    }

    private static @Nullable Item insertPlain(
            Transaction transaction,
            Branch list,
            @Nullable Item left,
            @Nullable Item right,
            List<@Nullable Object> plain) {
        if (plain.isEmpty()) {
            return left;
        }
        Item item = LocalContent.plainItem(transaction.doc(), plain);
        plain.clear();
        return insertItem(transaction, list, left, right, item);
    }

    /** Integrates a new item of the own client between two neighbours. */
    static Item insertItem(Transaction transaction, Branch list, @Nullable Item left, @Nullable Item right, Item item) {
        item.parent = list;
        item.left = left;
        if (left != null) {
            item.originLog = left.log;
            item.originClock = left.clockLast();
        }
        item.right = right;
        if (right != null) {
            item.rightOriginLog = right.log;
            item.rightOriginClock = right.clock;
        }
        Structs.integrate(transaction, item);
        return item;
    }

    /**
     * Deletes {@code length} units from {@code index} on.
     *
     * @throws IndexOutOfBoundsException if the list ends before; what there was has been deleted then, as in Yjs
     */
    static void delete(Transaction transaction, Branch list, int index, int length) {
        if (index < 0 || length < 0) {
            throw new IndexOutOfBoundsException("index=" + index + ", length=" + length);
        }
        if (length == 0) {
            return;
        }
        Item before = itemBefore(transaction, list, index);
        Item item = before == null ? list.start : before.right;
        int remaining = length;
        while (remaining > 0 && item != null) {
            if (!item.isDeleted()) {
                if (remaining < item.length) {
                    Structs.split(transaction, item, remaining);
                }
                Structs.delete(transaction, item);
                remaining -= item.length;
            }
            item = item.right;
        }
        if (remaining > 0) {
            throw new IndexOutOfBoundsException(
                    "index=" + index + ", length=" + length + ", beyond the end by " + remaining);
        }
    }

    static @Nullable Object get(Branch list, int index) {
        if (index < 0 || index >= list.length) {
            throw new IndexOutOfBoundsException("index=" + index + ", length=" + list.length);
        }
        ListCursor cursor = list.cursor();
        Item item = cursor.find(index);
        return Contents.value(item, index - cursor.index());
    }

    /* Maps. */

    static void set(Transaction transaction, Branch map, String key, @Nullable Object value) {
        Item item = LocalContent.item(transaction.doc(), value);
        Item left = map.entry(key);
        item.parent = map;
        item.parentSub(transaction.doc().interned(key));
        item.left = left;
        if (left != null) {
            item.originLog = left.log;
            item.originClock = left.clockLast();
        }
        Structs.integrate(transaction, item);
    }

    static void remove(Transaction transaction, Branch map, String key) {
        Item item = map.entry(key);
        if (item != null) {
            Structs.delete(transaction, item);
        }
    }

    static void clear(Transaction transaction, Branch map) {
        Map<String, Item> entries = map.entries;
        if (entries != null) {
            for (Item item : new ArrayList<>(entries.values())) {
                Structs.delete(transaction, item);
            }
        }
    }
}
