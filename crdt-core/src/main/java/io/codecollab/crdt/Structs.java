package io.codecollab.crdt;

import org.jspecify.annotations.Nullable;

/**
 * The elementary operations on structs: integrate, split, merge, delete. Everything else is made of these.
 *
 * <p>Source: Yjs 13.6 {@code Item.js}, {@code ContentType.js}; YATA (Nicolaescu et al., 2016) as Yjs implements it.
 */
final class Structs {
    private static final int MARK_HEADROOM = 1 << 30;

    private Structs() {}

    /* Finding, with a cut where it is needed. */

    /** The struct that ends exactly with this unit; cuts an item to make it so. GC structs are never cut. */
    static Item cleanEnd(Transaction transaction, ClientLog log, int clock) {
        Item item = log.find(clock);
        if (clock != item.clockLast() && !item.isGc()) {
            split(transaction, item, clock - item.clock + 1);
        }
        return item;
    }

    /** The struct that starts exactly with this unit; cuts an item to make it so. GC structs are never cut. */
    static Item cleanStart(Transaction transaction, ClientLog log, int clock) {
        Item item = log.find(clock);
        if (item.clock < clock && !item.isGc()) {
            return split(transaction, item, clock - item.clock);
        }
        return item;
    }

    /**
     * Cuts an item in two. The right part's origin is the last unit of the left part; it keeps the right origin.
     *
     * @param units length of the left part
     * @return the right part
     */
    static Item split(Transaction transaction, Item item, int units) {
        ClientLog log = item.log;
        Item rightPart = new Item(log, item.clock + units, item.length - units, item.flags & ~Item.REDONE_FLAG);
        rightPart.left = item;
        rightPart.right = item.right;
        rightPart.originLog = log;
        rightPart.originClock = item.clock + units - 1;
        rightPart.rightOriginLog = item.rightOriginLog;
        rightPart.rightOriginClock = item.rightOriginClock;
        Branch parent = item.requireParent();
        rightPart.parent = parent;
        switch (item.kind()) {
            case Item.STRING -> {
                if (Character.isHighSurrogate(log.text().charAt(rightPart.originClock))) {
                    transaction.noteCutPair(rightPart);
                }
            }
            case Item.ANY, Item.JSON -> rightPart.content = item.values().splitOff(units);
            default -> {
                if (item.kind() != Item.DELETED) {
                    throw new IllegalStateException("not divisible, " + item);
                }
            }
        }
        item.length = units;
        item.right = rightPart;
        if (rightPart.right != null) {
            rightPart.right.left = rightPart;
        }
        String key = item.parentSub();
        if (key != null) {
            rightPart.keyOrLeaf = key;
            if (rightPart.right == null) {
                parent.entry(key, rightPart);
            }
        } else if (parent.cursor != null) {
            parent.cursor.split(rightPart);
        }
        log.insertSplit(item, rightPart);
        if ((item.flags & Item.REDONE_FLAG) != 0) {
            transaction.doc().redone().split(item, rightPart, units);
        }
        transaction.mergeLater(rightPart);
        return rightPart;
    }

    /**
     * Joins two structs that follow one another in clock order if nothing tells them apart.
     *
     * @return whether {@code left} now covers both
     */
    static boolean merge(Item left, Item right) {
        if (left.isGc()) {
            if (!right.isGc()) {
                return false;
            }
            left.length += right.length;
            left.log.removeMerged(left, right);
            return true;
        }
        if (left.right != right || !mergeable(left, right)) {
            return false;
        }
        String key = right.parentSub();
        Branch parent = left.requireParent();
        if (key == null) {
            if (parent.cursor != null) {
                parent.cursor.merging(left, right);
            }
        } else if (parent.entry(key) == right) {
            parent.entry(key, left);
        }
        if (left.kind() == Item.ANY || left.kind() == Item.JSON) {
            left.values().append(right.values());
        }
        if (right.isKept()) {
            left.keep(true);
        }
        left.right = right.right;
        if (right.right != null) {
            right.right.left = left;
        }
        left.length += right.length;
        left.log.removeMerged(left, right);
        return true;
    }

    static boolean mergeable(Item left, Item right) {
        int same = Item.KIND_MASK | Item.DELETED_FLAG;
        return (left.flags & same) == (right.flags & same)
                && left.hasKindThatMerges()
                && ((left.flags | right.flags) & Item.REDONE_FLAG) == 0
                && right.originLog == left.log
                && right.originClock == left.clockLast()
                && left.rightOriginLog == right.rightOriginLog
                && left.rightOriginClock == right.rightOriginClock;
    }

    /**
     * The client whose missing struct keeps this one from being integrated, or null.
     *
     * <p>Dependencies on the client's own structs are met by clock order.
     */
    static @Nullable ClientLog unmetDependency(Item item) {
        ClientLog origin = item.originLog;
        if (origin != null && origin != item.log && item.originClock >= origin.nextClock) {
            return origin;
        }
        ClientLog rightOrigin = item.rightOriginLog;
        if (rightOrigin != null && rightOrigin != item.log && item.rightOriginClock >= rightOrigin.nextClock) {
            return rightOrigin;
        }
        return null;
    }

    /** Finds the neighbours and the parent of an item whose dependencies are met. */
    static void resolve(Transaction transaction, Item item) {
        if ((item.flags & Item.PARENT_BY_ID_FLAG) != 0) {
            resolveParentById(item);
            return;
        }
        ClientLog origin = item.originLog;
        ClientLog rightOrigin = item.rightOriginLog;
        Item left = origin == null ? null : cleanEnd(transaction, origin, item.originClock);
        Item right = null;
        if (rightOrigin != null) {
            right = left == null ? null : left.right;
            if (right == null || right.log != rightOrigin || right.clock != item.rightOriginClock) {
                right = cleanStart(transaction, rightOrigin, item.rightOriginClock);
            }
        }
        item.left = left;
        item.right = right;
        if ((left != null && left.isGc()) || (right != null && right.isGc())) {
            item.parent = null;
        } else if (left != null) {
            inheritParent(item, left);
        } else if (right != null) {
            inheritParent(item, right);
        }
    }

    private static void inheritParent(Item item, Item neighbour) {
        item.parent = neighbour.parent;
        String key = neighbour.parentSub();
        if (key != null) {
            item.parentSub(key);
        } else if (item.isMapEntry()) { // cut off a parked map entry that contradicts its neighbour
            item.flags &= ~Item.MAP_ENTRY_FLAG;
            item.keyOrLeaf = null;
        }
    }

    private static void resolveParentById(Item item) {
        ClientLog log = item.originLog;
        item.flags &= ~Item.PARENT_BY_ID_FLAG;
        item.originLog = null;
        if (log == null) {
            throw new IllegalStateException("no parent id, " + item);
        }
        Item holder = log.find(item.originClock);
        item.originClock = 0;
        item.parent = holder.kind() == Item.TYPE ? holder.branch() : null;
    }

    /**
     * Gives a struct its place in document order and appends it to its client's log, whose next clock it has.
     *
     * <p>The content must be in place already, {@link Item#left} and {@link Item#right} resolved.
     */
    static void integrate(Transaction transaction, Item item) {
        ClientLog log = item.log;
        transaction.touch(log);
        Branch parent = item.parent;
        if (parent == null) {
            item.becomeGc();
            log.append(item);
            return;
        }
        Item left = item.left;
        Item right = item.right;
        if (left == null ? right == null || right.left != null : left.right != right) {
            left = leftmostPlace(transaction.doc(), parent, item, left, right);
            item.left = left;
        }
        String key = item.parentSub();
        if (left != null) {
            right = left.right;
            left.right = item;
        } else if (key != null) {
            right = parent.firstOfChain(key);
        } else {
            right = parent.start;
            parent.start = item;
        }
        item.right = right;
        if (right != null) {
            right.left = item;
        } else if (key != null) {
            parent.entry(key, item);
            if (left != null) {
                delete(transaction, left);
            }
        }
        int kind = item.kind();
        if (kind == Item.DELETED) {
            item.flags |= Item.DELETED_FLAG;
            transaction.deletions.add(log, item.clock, item.length);
        } else if (key == null && kind != Item.FORMAT) {
            parent.length += item.length;
        }
        if (key == null && parent.cursor != null) {
            parent.cursor.inserted(item);
        }
        log.append(item);
        if (kind >= Item.FORMAT && kind != Item.ANY) {
            integrateContent(transaction, item, parent);
        }
        transaction.noteChanged(parent, key);
        if (parent.isDeleted() || (key != null && item.right != null)) {
            delete(transaction, item);
        }
    }

    private static void integrateContent(Transaction transaction, Item item, Branch parent) {
        switch (item.kind()) {
            case Item.FORMAT -> parent.hasFormatting = true;
            case Item.TYPE -> {
                Branch branch = item.branch();
                branch.item = item;
                branch.doc = transaction.doc();
                transaction.doc().addObservers(branch.observerCount);
                if (branch.type != null) {
                    branch.type.integratePreliminaryContent();
                }
            }
            case Item.DOC -> {
                Subdocument subdocument = (Subdocument) item.requireContent();
                subdocument.doc().heldBy(item, transaction.doc());
                transaction.addSubdoc(subdocument.doc());
                if (subdocument.doc().shouldLoad()) {
                    transaction.loadSubdoc(subdocument.doc());
                }
            }
            default -> throw new IllegalStateException("unexpected content, " + item);
        }
    }

    /*
     * YATA: among the items that concurrently took the same gap, find the one to stand behind.
     *
     * Yjs keeps two sets of scanned items, "before origin" and "conflicting". Here every scanned item is stamped with a
     * running number: it is in the first set if its stamp is from this scan, in the second if it is also not older than
     * the last time that set was cleared.
     *
     *   o.origin == item.origin   smaller client: stand behind o; else equal right origins: stand before o
     *   o.origin was scanned      and o does not conflict any more: stand behind o
     *   otherwise                 o belongs to somebody left of our origin: stand before o
     */
    private static @Nullable Item leftmostPlace(
            Doc doc, Branch parent, Item item, @Nullable Item from, @Nullable Item right) {
        Item left = from;
        String key = item.parentSub();
        Item other = left != null ? left.right : key != null ? parent.firstOfChain(key) : parent.start;
        int scanStart = doc.nextMark(MARK_HEADROOM);
        int conflictStart = scanStart;
        int mark = scanStart;
        ClientLog originLog = item.originLog;
        int originClock = item.originClock;
        while (other != null && other != right) {
            other.mark = mark++;
            ClientLog otherOrigin = other.originLog;
            if (otherOrigin == originLog && (originLog == null || other.originClock == originClock)) {
                if (other.log.client < item.log.client) {
                    left = other;
                    conflictStart = mark;
                } else if (other.rightOriginLog == item.rightOriginLog
                        && (item.rightOriginLog == null || other.rightOriginClock == item.rightOriginClock)) {
                    break;
                }
            } else if (otherOrigin != null) {
                int originMark = otherOrigin.find(other.originClock).mark;
                if (originMark < scanStart) {
                    break;
                }
                if (originMark < conflictStart) {
                    left = other;
                    conflictStart = mark;
                }
            } else {
                break;
            }
            other = other.right;
        }
        doc.lastMark(mark);
        return left;
    }

    /* Deleting. */

    /** Deletes an item with everything inside it. Deleting twice changes nothing. */
    static void delete(Transaction transaction, Item item) {
        if (!item.isDeleted()) {
            markDeleted(transaction, item);
            if (item.kind() == Item.TYPE) {
                new SubtreeDeletion(transaction).deleteInside(item.branch());
            }
        }
    }

    static void markDeleted(Transaction transaction, Item item) {
        Branch parent = item.requireParent();
        boolean listItem = !item.isMapEntry();
        if (listItem && item.isCountable()) {
            parent.length -= item.length;
            if (parent.cursor != null) {
                parent.cursor.deleted(item, item.length);
            }
        }
        item.flags |= Item.DELETED_FLAG;
        item.log.noteDeletion();
        transaction.deletions.addContent(item.log, item.clock, item.length);
        transaction.noteChanged(parent, item.parentSub());
        if (item.kind() == Item.DOC) {
            Doc subdoc = ((Subdocument) item.requireContent()).doc();
            if (transaction.subdocsAdded == null || !transaction.subdocsAdded.remove(subdoc)) {
                transaction.removeSubdoc(subdoc);
            }
        }
    }
}
