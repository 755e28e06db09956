package io.codecollab.crdt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A shared list.
 *
 * <p>Values: null, Boolean, Number, String, byte[], List, Map, a preliminary shared type or a {@link Doc}. Numbers are
 * JavaScript's: an integral one reads back as Long, any other as Double.
 *
 * <p>Not thread-safe: belongs to its document's writer.
 */
public final class YArray extends SharedType implements Iterable<@Nullable Object> {
    private @Nullable List<@Nullable Object> preliminary;

    /** A preliminary array. */
    public YArray() {
        this(new Branch(Branch.ARRAY, null, null));
        preliminary = new ArrayList<>();
        branch.type = this;
    }

    YArray(Branch branch) {
        super(branch);
    }

    /** A preliminary array with these elements. */
    public static YArray from(List<?> values) {
        YArray array = new YArray();
        array.push(values);
        return array;
    }

    @Override
    void integratePreliminaryContent() {
        List<@Nullable Object> values = preliminary;
        preliminary = null;
        if (values != null) {
            insert(0, values);
        }
    }

    @Override
    public int length() {
        List<@Nullable Object> values = preliminary;
        return values != null ? values.size() : branch.length;
    }

    /**
     * Inserts values before the element at {@code index}.
     *
     * @throws IndexOutOfBoundsException if the index is beyond the end
     * @throws IllegalArgumentException if one of the values cannot be shared; nothing is inserted then
     */
    public void insert(int index, List<?> values) {
        List<@Nullable Object> prepared = preliminary;
        if (prepared != null) {
            prepared.addAll(index, values);
        } else {
            edit(transaction -> ListEdits.insert(transaction, branch, index, values));
        }
    }

    public void insert(int index, @Nullable Object... values) {
        insert(index, Arrays.asList(values));
    }

    /** Appends behind the last element, and behind deleted ones that stood there. */
    public void push(List<?> values) {
        List<@Nullable Object> prepared = preliminary;
        if (prepared != null) {
            prepared.addAll(values);
        } else {
            edit(transaction -> ListEdits.push(transaction, branch, values));
        }
    }

    public void push(@Nullable Object... values) {
        push(Arrays.asList(values));
    }

    public void unshift(List<?> values) {
        insert(0, values);
    }

    public void unshift(@Nullable Object... values) {
        insert(0, Arrays.asList(values));
    }

    /**
     * Deletes {@code length} elements from {@code index} on.
     *
     * @throws IndexOutOfBoundsException if the array ends before; what there was has been deleted then, as in Yjs
     */
    public void delete(int index, int length) {
        List<@Nullable Object> prepared = preliminary;
        if (prepared != null) {
            prepared.subList(index, index + length).clear();
        } else {
            edit(transaction -> ListEdits.delete(transaction, branch, index, length));
        }
    }

    public void delete(int index) {
        delete(index, 1);
    }

    /**
     * The element at an index.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public @Nullable Object get(int index) {
        List<@Nullable Object> prepared = preliminary;
        return prepared != null ? prepared.get(index) : ListEdits.get(branch, index);
    }

    /** The elements from {@code from} to {@code to} (exclusive); negative indices count from the end. */
    public List<@Nullable Object> slice(int from, int to) {
        List<@Nullable Object> all = toList();
        return new ArrayList<>(all.subList(sliceIndex(from), Math.max(sliceIndex(from), sliceIndex(to))));
    }

    private int sliceIndex(int index) {
        int fromStart = index < 0 ? length() + index : index;
        return Math.max(0, Math.min(fromStart, length()));
    }

    /** The elements, a copy. */
    public List<@Nullable Object> toList() {
        List<@Nullable Object> prepared = preliminary;
        return prepared != null ? new ArrayList<>(prepared) : visibleElements(branch);
    }

    /** The elements as they were. Needs a document that does not collect garbage. */
    public List<@Nullable Object> toList(Snapshot snapshot) {
        return SnapshotContent.list(branch, snapshot);
    }

    static List<@Nullable Object> visibleElements(Branch branch) {
        List<@Nullable Object> values = new ArrayList<>(branch.length);
        for (Item item = branch.start; item != null; item = item.right) {
            if (item.isVisible()) {
                Contents.addTo(values, item);
            }
        }
        return values;
    }

    @Override
    public void forEach(Consumer<? super @Nullable Object> action) {
        toList().forEach(action);
    }

    /** Goes over the elements as they are now. */
    @Override
    public Iterator<@Nullable Object> iterator() {
        return toList().iterator();
    }

    @Override
    public YArray copy() {
        return (YArray) super.copy();
    }
}
