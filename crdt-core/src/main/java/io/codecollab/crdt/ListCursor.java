package io.codecollab.crdt;

import org.jspecify.annotations.Nullable;

/**
 * Finds the item at an index of one list: from the last position found if that is near, else through a
 * {@link PositionIndex}, which is built when a list turns out to be long.
 *
 * <p>Not thread-safe; owned by its {@link Branch}.
 */
/*
 * Yjs keeps up to 80 search markers and throws them away on every remote change; here the index is kept up to date by
 * whatever links, unlinks, splits or deletes an item. The cursor alone serves somebody who types.
 */
final class ListCursor {
    private static final int MAX_STEPS = 24;
    private static final int STEPS_BEFORE_INDEX = 96;

    private final Branch branch;
    private @Nullable PositionIndex positions;

    /* The last position: `item` is visible and its first unit has this index. */
    private @Nullable Item item;
    private int index;

    ListCursor(Branch branch) {
        this.branch = branch;
    }

    /**
     * The visible item that contains the unit at {@code target}; {@link #index()} then says where it begins.
     *
     * @param target 0 to length-1
     */
    Item find(int target) {
        Item near = fromCursor(target);
        return near != null ? near : fromIndex(target);
    }

    /** Index of the first unit of the item that {@link #find} returned. */
    int index() {
        return index;
    }

    private @Nullable Item fromCursor(int target) {
        Item at = item;
        int start = index;
        if (at == null) {
            at = branch.start;
            start = 0;
        }
        int steps = positions == null ? STEPS_BEFORE_INDEX : MAX_STEPS;
        if (target >= start) {
            for (; at != null && steps > 0; at = at.right, steps--) {
                int visible = at.visibleLength();
                if (target < start + visible) {
                    return moveTo(at, start);
                }
                start += visible;
            }
        } else {
            for (at = at == null ? null : at.left; at != null && steps > 0; at = at.left, steps--) {
                start -= at.visibleLength();
                if (target >= start && at.isVisible()) {
                    return moveTo(at, start);
                }
            }
        }
        return null;
    }

    private Item fromIndex(int target) {
        PositionIndex built = positions;
        if (built == null) {
            built = new PositionIndex(requireStart());
            positions = built;
        }
        Item at = built.find(target).first;
        int start = built.foundIndex();
        while (target >= start + at.visibleLength()) {
            start += at.visibleLength();
            Item right = at.right;
            if (right == null) {
                throw new IllegalStateException("index out of bounds, index=" + target + ", length=" + branch.length);
            }
            at = right;
        }
        return moveTo(at, start);
    }

    private Item requireStart() {
        Item start = branch.start;
        if (start == null) {
            throw new IllegalStateException("list is empty");
        }
        return start;
    }

    private Item moveTo(Item found, int start) {
        item = found;
        index = start;
        return found;
    }

    /** Number of visible units left of this list item. */
    int indexOf(Item target) {
        PositionIndex built = positions;
        if (built != null) {
            return built.indexOf(target);
        }
        int units = 0;
        int steps = 0;
        for (Item left = target.left; left != null; left = left.left) {
            units += left.visibleLength();
            if (++steps > STEPS_BEFORE_INDEX) {
                built = new PositionIndex(requireStart());
                positions = built;
                return built.indexOf(target);
            }
        }
        return units;
    }

    /** The index over the whole list, built if need be; null for an empty list. */
    @Nullable
    PositionIndex requirePositions() {
        Item start = branch.start;
        if (positions == null && start != null) {
            positions = new PositionIndex(start);
        }
        return positions;
    }

    /** The caller knows where this visible item begins. */
    void set(Item known, int start) {
        item = known;
        index = start;
    }

    void forgetAll() {
        item = null;
        positions = null;
    }

    /* What keeps the index in step. */

    void inserted(Item added) {
        item = null;
        if (positions != null) {
            positions.insert(added);
        }
    }

    void grew(Item grown, int units) {
        if (positions != null) {
            positions.change(grown, units);
        }
    }

    void deleted(Item gone, int units) {
        item = null;
        if (positions != null) {
            positions.change(gone, -units);
        }
    }

    void split(Item rightPart) {
        if (positions != null) {
            positions.insertSplit(rightPart);
        }
    }

    /** {@code left} is about to take over the units of its neighbour {@code right}; nothing is unlinked yet. */
    void merging(Item left, Item right) {
        if (item == right) {
            item = left;
            index -= left.visibleLength();
        }
        if (positions != null) {
            positions.merge(left, right);
        }
    }
}
