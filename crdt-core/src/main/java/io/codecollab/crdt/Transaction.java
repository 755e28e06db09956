package io.codecollab.crdt;

import io.codecollab.crdt.update.IdSet;
import io.codecollab.crdt.update.StateVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One bundle of changes: what happens between two looks at the document. Observers, update events and undo steps are
 * made per transaction. Valid until its {@code afterTransactionCleanup} listeners and update listeners have returned.
 *
 * <p>Not thread-safe; handed out by {@link Doc#transact}.
 */
/*
 * A transaction notes only what it touches: the logs that grew (with their clock before), the ranges it deleted, the
 * types it changed. Yjs copies the whole state vector twice instead, which costs 7 ms with 10,000 known clients.
 *
 * Observers may start another transaction while this one is being cleaned up. Yjs's update event of the first then holds
 * the structs of the second as well; a log that the second touches is therefore noted in both.
 */
public final class Transaction {
    private static final ClientLog[] NO_LOGS = {};
    private static final int[] NO_CLOCKS = {};
    private static final Item[] NO_ITEMS = {};

    private final Doc doc;
    private final @Nullable Object origin;
    private boolean local;
    final int serial;

    /* Logs that have grown since this transaction began, with their clocks before and, once known, after. */
    private ClientLog[] touched = NO_LOGS;
    private int[] before = NO_CLOCKS;
    private int[] after = NO_CLOCKS;
    private int touchedCount;

    /* How many of the touched logs grew within the transaction itself; -1 while it runs. */
    private int ownTouched = -1;

    final Deletions deletions = new Deletions();

    /* Right parts of splits and other items that may be mergeable with their neighbours again. */
    private Item[] mergeCandidates = NO_ITEMS;
    private int mergeCandidateCount;

    /* Right parts of splits that cut a surrogate pair. */
    private @Nullable List<Item> cutPairs;

    /* Most transactions change one type: no map is made for the first. */
    private @Nullable Branch firstChanged;
    private @Nullable ChangedKeys firstChangedKeys;
    private @Nullable Map<Branch, ChangedKeys> changed;
    private @Nullable Map<Branch, List<YEvent>> changedParents;
    private @Nullable Set<Branch> formattedTexts;

    @Nullable
    Set<Doc> subdocsAdded;

    @Nullable
    Set<Doc> subdocsRemoved;

    @Nullable
    Set<Doc> subdocsLoaded;

    private @Nullable Map<Object, @Nullable Object> meta;

    /** Which parts of a type changed: its list, some of its keys, or both. */
    static final class ChangedKeys {
        boolean list;
        Set<String> keys = Set.of();

        void add(@Nullable String parentSub) {
            if (parentSub == null) {
                list = true;
            } else {
                if (keys.isEmpty()) {
                    keys = new LinkedHashSet<>(2);
                }
                keys.add(parentSub);
            }
        }
    }

    Transaction(Doc doc, @Nullable Object origin, boolean local, int serial) {
        this.doc = doc;
        this.origin = origin;
        this.local = local;
        this.serial = serial;
    }

    public Doc doc() {
        return doc;
    }

    /** Whatever the caller passed to say where the change comes from; null if nothing. */
    public @Nullable Object origin() {
        return origin;
    }

    /** False if the transaction has applied an update. */
    public boolean local() {
        return local;
    }

    void becomeRemote() {
        local = false;
    }

    /** A place for listeners to leave notes for one another. */
    public Map<Object, @Nullable Object> meta() {
        Map<Object, @Nullable Object> notes = meta;
        if (notes == null) {
            notes = new HashMap<>();
            meta = notes;
        }
        return notes;
    }

    /** The state vector when the transaction began. */
    public StateVector beforeState() {
        return doc.stateVectorWith(this, true);
    }

    /** The state vector when the transaction's function had returned; the current one while it runs. */
    public StateVector afterState() {
        return ownTouched < 0 ? doc.stateVector() : doc.stateVectorWith(this, false);
    }

    /** What was deleted, whether it existed before or not. */
    public IdSet deleteSet() {
        return deletions.toIdSet();
    }

    /** What was added, including what the transaction deleted again. */
    public IdSet insertSet() {
        IdSet.Builder builder = new IdSet.Builder();
        int count = ownTouched < 0 ? touchedCount : ownTouched;
        for (int i = 0; i < count; i++) {
            int end = ownTouched < 0 ? touched[i].nextClock : after[i];
            builder.add(touched[i].client, before[i], end - before[i]);
        }
        return builder.build();
    }

    /** The types whose list or keys changed, in the order of the first change; types it created are not in it. */
    public Set<SharedType> changedTypes() {
        Set<SharedType> types = new LinkedHashSet<>();
        for (Branch branch : changedBranches().keySet()) {
            types.add(SharedType.of(branch));
        }
        return Collections.unmodifiableSet(types);
    }

    /* Which logs have grown. */

    /** To be called before a log grows. */
    void touch(ClientLog log) {
        if (log.touchedSerial != serial) {
            doc.touch(this, log);
        }
    }

    /** Notes a log that another transaction makes grow while this one is still to be cleaned up. */
    void noteTouchedByLater(ClientLog log) {
        for (int i = 0; i < touchedCount; i++) {
            if (touched[i] == log) {
                return;
            }
        }
        noteTouched(log, log.nextClock);
    }

    void noteTouched(ClientLog log, int clock) {
        if (touchedCount == touched.length) {
            int capacity = touchedCount == 0 ? 1 : touchedCount * 2;
            touched = Arrays.copyOf(touched, capacity);
            before = Arrays.copyOf(before, capacity);
        }
        touched[touchedCount] = log;
        before[touchedCount++] = clock;
    }

    int touchedCount() {
        return touchedCount;
    }

    ClientLog touched(int i) {
        return touched[i];
    }

    /** How many of the touched logs the transaction itself has made grow. */
    int ownTouchedCount() {
        return Math.max(ownTouched, 0);
    }

    /** Numbers of those logs, in the order in which their clients came to this document. */
    int[] ownTouchedByArrival() {
        int count = ownTouchedCount();
        long[] byArrival = new long[count];
        for (int i = 0; i < count; i++) {
            byArrival[i] = (long) touched[i].arrival << Integer.SIZE | i;
        }
        Arrays.sort(byArrival);
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = (int) byArrival[i];
        }
        return order;
    }

    int before(int i) {
        return before[i];
    }

    int after(int i) {
        return after[i];
    }

    /** Clock of a log when the transaction began. */
    int clockBefore(ClientLog log) {
        if (log.touchedSerial == serial) {
            return log.clockBefore;
        }
        if (log.touchedSerial < serial) { // neither by this transaction nor by a later one
            return log.nextClock;
        }
        for (int i = 0; i < touchedCount; i++) {
            if (touched[i] == log) {
                return before[i];
            }
        }
        return log.nextClock;
    }

    /** Whether this struct did not exist before the transaction. */
    boolean adds(Item item) {
        return item.clock >= clockBefore(item.log);
    }

    /** Whether the transaction deleted this struct. */
    boolean deletes(Item item) {
        return deletions.contains(item.log, item.clock);
    }

    void freeze() {
        deletions.sort();
        ownTouched = touchedCount;
        after = new int[touchedCount];
        for (int i = 0; i < touchedCount; i++) {
            after[i] = touched[i].nextClock;
        }
    }

    boolean changedAnything() {
        return touchedCount > 0 || !deletions.isEmpty();
    }

    /* Merging. */

    void mergeLater(Item item) {
        if (mergeCandidateCount == mergeCandidates.length) {
            mergeCandidates = Arrays.copyOf(mergeCandidates, Math.max(2, mergeCandidateCount * 2));
        }
        mergeCandidates[mergeCandidateCount++] = item;
    }

    int mergeCandidateCount() {
        return mergeCandidateCount;
    }

    Item mergeCandidate(int i) {
        return mergeCandidates[i];
    }

    void noteCutPair(Item rightPart) {
        if (cutPairs == null) {
            cutPairs = new ArrayList<>(1);
        }
        cutPairs.add(rightPart);
    }

    /** Whether a cut before this clock has gone through a surrogate pair. */
    boolean cutsPairAt(ClientLog log, int clock) {
        if (cutPairs != null) {
            for (Item rightPart : cutPairs) {
                if (rightPart.log == log && rightPart.clock == clock) {
                    return true;
                }
            }
        }
        return false;
    }

    List<Item> takeCutPairs() {
        List<Item> pairs = cutPairs;
        cutPairs = null;
        return pairs == null ? List.of() : pairs;
    }

    /* Changed types. */

    void noteChanged(Branch branch, @Nullable String parentSub) {
        Item holder = branch.item;
        if (holder != null && (holder.isDeleted() || holder.clock >= clockBefore(holder.log))) {
            return;
        }
        if (branch.hasFormatting) {
            noteFormattedText(branch);
        }
        if (!doc.tracksChanges()) {
            return;
        }
        changedKeys(branch).add(parentSub);
    }

    private void noteFormattedText(Branch text) {
        Set<Branch> texts = formattedTexts;
        if (texts == null) {
            texts = new HashSet<>(2);
            formattedTexts = texts;
        }
        texts.add(text);
    }

    /** Whether texts with formatting changed that are still there. A root nobody has asked for as a text is none yet. */
    boolean changedFormattedText() {
        Set<Branch> texts = formattedTexts;
        if (texts != null) {
            for (Branch text : texts) {
                if (text.isText() && !text.isDeleted()) {
                    return true;
                }
            }
        }
        return false;
    }

    private ChangedKeys changedKeys(Branch branch) {
        ChangedKeys first = firstChangedKeys;
        if (first != null && branch == firstChanged) {
            return first;
        }
        if (first == null && changed == null) {
            firstChanged = branch;
            firstChangedKeys = new ChangedKeys();
            return firstChangedKeys;
        }
        return changedMap().computeIfAbsent(branch, b -> new ChangedKeys());
    }

    private Map<Branch, ChangedKeys> changedMap() {
        Map<Branch, ChangedKeys> map = changed;
        if (map == null) {
            map = new LinkedHashMap<>(4);
            changed = map;
            if (firstChanged != null && firstChangedKeys != null) {
                map.put(firstChanged, firstChangedKeys);
            }
        }
        return map;
    }

    void forgetChanged(Branch branch) {
        if (changed != null) {
            changed.remove(branch);
        }
        if (branch == firstChanged) {
            firstChanged = null;
            firstChangedKeys = null;
        }
    }

    Map<Branch, ChangedKeys> changedBranches() {
        return firstChanged == null && changed == null ? Map.of() : changedMap();
    }

    /** Events by the types they bubbled up to. */
    Map<Branch, List<YEvent>> changedParents() {
        Map<Branch, List<YEvent>> parents = changedParents;
        if (parents == null) {
            parents = new LinkedHashMap<>();
            changedParents = parents;
        }
        return parents;
    }

    /* Subdocuments. */

    void addSubdoc(Doc subdoc) {
        subdocsAdded = with(subdocsAdded, subdoc);
    }

    void loadSubdoc(Doc subdoc) {
        subdocsLoaded = with(subdocsLoaded, subdoc);
    }

    void removeSubdoc(Doc subdoc) {
        subdocsRemoved = with(subdocsRemoved, subdoc);
    }

    private static Set<Doc> with(@Nullable Set<Doc> docs, Doc added) {
        Set<Doc> set = docs == null ? new LinkedHashSet<>() : docs;
        set.add(added);
        return set;
    }
}
