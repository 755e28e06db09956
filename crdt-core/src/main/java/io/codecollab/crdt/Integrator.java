package io.codecollab.crdt;

import io.codecollab.crdt.update.IdSet;
import io.codecollab.crdt.update.UpdateCursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Merges one update into a document: decodes all of it, then integrates what it can and parks the rest.
 *
 * <p>Source: Yjs 13.6 {@code encoding.js}, {@code readUpdateV2} and {@code integrateStructs}. Not thread-safe; lives for
 * one update.
 */
/*
 * Decoding makes items chained per client ("sections") and changes nothing that anyone can see, so that a malformed
 * update leaves the document as it was. Integration starts with the highest client id and follows dependencies with an
 * explicit stack: an item that needs a struct of another client of this update waits on the stack while that client's
 * section is advanced. If the needed struct is in no section either, everything on the stack is parked, with the rest of
 * the sections concerned (they could only come after the hole).
 */
final class Integrator {

    /** The update's structs of one client that have not been looked at yet, chained by {@link Item#next}. */
    static final class Section {
        final ClientLog log;
        final int clockBefore;
        private @Nullable Item head;
        private @Nullable Item tail;

        Section(ClientLog log) {
            this.log = log;
            this.clockBefore = log.nextClock;
        }

        void add(Item item) {
            if (tail == null) {
                head = item;
            } else {
                tail.next = item;
            }
            tail = item;
        }

        @Nullable
        Item take() {
            Item item = head;
            if (item != null) {
                head = item.next;
                item.next = null;
                if (head == null) {
                    tail = null;
                }
            }
            return item;
        }
    }

    private static final Section[] NO_SECTIONS = {};

    private final Doc doc;
    private final StructStore store;
    private final UpdateCursor cursor;

    private Section[] sections = NO_SECTIONS;
    private int sectionCount;
    private IdSet deleteSet = IdSet.EMPTY;
    private List<ClientLog> newLogs = List.of();
    private List<String> newRoots = List.of();
    private @Nullable String recentRootName;
    private @Nullable Branch recentRoot;

    /* Items that wait for a struct of this update, the latest first, linked by `right`, which is free until they are placed. */
    private @Nullable Item stack;

    /* What this update's parked structs miss: one clock for every time the stack was given up. */
    private List<ClientLog> missingLogs = List.of();
    private @Nullable IntList missingClocks;

    /* What Replica wants to know. */
    private boolean allNew = true;
    private boolean parkedAnything;
    private boolean parkedAnythingNew;

    Integrator(Doc doc, UpdateCursor cursor) {
        this.doc = doc;
        this.store = doc.store();
        this.cursor = cursor;
    }

    /** Whether nothing of the update was known before. */
    boolean wasAllNew() {
        return allNew;
    }

    /** Whether some of the update waits for what has not arrived. */
    boolean hasParked() {
        return parkedAnything;
    }

    /** Whether some of what waits now was not waiting before. */
    boolean hasParkedAnythingNew() {
        return parkedAnythingNew;
    }

    /* Decoding. */

    /** Reads the whole update; on failure nothing of it remains. */
    void decode() {
        try {
            while (cursor.next()) {
                add();
            }
            deleteSet = cursor.readDeleteSet();
        } catch (RuntimeException | Error failed) {
            forget();
            throw failed;
        }
    }

    private void forget() {
        for (int i = 0; i < sectionCount; i++) {
            sections[i].log.section = null;
        }
        store.remove(newLogs);
        doc.removeRoots(newRoots);
    }

    private void add() {
        ClientLog log = log(cursor.client);
        Section section = log.section;
        if (section == null) {
            section = new Section(log);
            log.section = section;
            if (sectionCount == sections.length) {
                sections = Arrays.copyOf(sections, Math.max(1, sectionCount * 2));
            }
            sections[sectionCount++] = section;
        }
        switch (cursor.ref) {
            case Item.SKIP -> {}
            case Item.GC -> section.add(new Item(log, cursor.clock, cursor.length, Item.GC | Item.DELETED_FLAG));
            default -> section.add(item(log));
        }
    }

    private Item item(ClientLog log) {
        Item item = InFlight.item(log, cursor, doc.limits());
        int info = cursor.info;
        if ((info & 0x80) != 0) {
            item.originLog = log(cursor.originClient);
            item.originClock = cursor.originClock;
        }
        if ((info & 0x40) != 0) {
            item.rightOriginLog = log(cursor.rightOriginClient);
            item.rightOriginClock = cursor.rightOriginClock;
        }
        if (cursor.parentKind == UpdateCursor.PARENT_ROOT) {
            item.parent = root(cursor.parentName);
        } else if (cursor.parentKind == UpdateCursor.PARENT_ID) {
            item.flags |= Item.PARENT_BY_ID_FLAG;
            item.originLog = log(cursor.parentClient);
            item.originClock = cursor.parentClock;
        }
        String key = cursor.parentSub;
        if (key != null) {
            item.parentSub(key);
        }
        return item;
    }

    private ClientLog log(long client) {
        ClientLog log = store.get(client);
        if (log == null) {
            log = store.getOrCreate(client);
            if (newLogs.isEmpty()) {
                newLogs = new ArrayList<>();
            }
            newLogs.add(log);
        }
        return log;
    }

    private Branch root(@Nullable String name) {
        if (name == null) {
            throw new IllegalStateException("cursor has no root name");
        }
        Branch recent = recentRoot;
        if (recent != null && name.equals(recentRootName)) {
            return recent;
        }
        Branch root = doc.root(name);
        if (root == null) {
            root = doc.createRoot(name);
            if (newRoots.isEmpty()) {
                newRoots = new ArrayList<>();
            }
            newRoots.add(name);
        }
        recentRoot = root;
        recentRootName = name;
        return root;
    }

    /* Integration. */

    /** Merges what was decoded. */
    void integrate(Transaction transaction) {
        PendingStructs pending = doc.pending();
        boolean hadParked = pending.hasStructs();
        integrateSections(transaction);
        boolean due = hadParked && pending.isDue();
        IntList clocks = missingClocks;
        for (int i = 0; clocks != null && i < clocks.size(); i++) {
            pending.noteMissing(missingLogs.get(i), clocks.get(i));
        }
        applyDeleteSet(transaction);
        pending.retry(transaction, due);
    }

    private void integrateSections(Transaction transaction) {
        if (sectionCount > 1) {
            Arrays.sort(sections, 0, sectionCount, (a, b) -> Long.compare(b.log.client, a.log.client));
        }
        for (int i = 0; i < sectionCount; i++) {
            Section section = sections[i];
            for (Item item = section.take(); item != null; item = stack == null ? section.take() : pop()) {
                place(transaction, item);
            }
        }
        PendingStructs pending = doc.pending();
        for (int i = 0; i < sectionCount; i++) {
            ClientLog log = sections[i].log;
            log.section = null;
            if (log.nextClock > sections[i].clockBefore && !pending.isEmpty()) {
                pending.noteAdvance(log); // if it was touched before in this transaction, nobody has told
            }
        }
    }

    private void push(Item item) {
        item.right = stack;
        stack = item;
    }

    private @Nullable Item pop() {
        Item item = stack;
        if (item != null) {
            stack = item.right;
            item.right = null;
        }
        return item;
    }

    /* Integrates one item, parks it, or puts it on the stack below the item it needs. */
    private void place(Transaction transaction, Item first) {
        Item item = first;
        while (true) {
            int known = item.log.nextClock - item.clock;
            if (known < 0) {
                push(item);
                parkStack(item.log, item.clock - 1);
                return;
            }
            ClientLog needed = Structs.unmetDependency(item);
            if (needed == null && known >= item.length) {
                allNew = false;
                if (doc.hasRedoneItems() && !item.isGc()) {
                    Structs.resolve(transaction, item); // Yjs cuts the anchors, and redone items stay cut
                }
                return;
            }
            if (needed == null) {
                allNew &= known == 0;
                integrate(transaction, item, known);
                return;
            }
            push(item);
            Item next = needed.section == null ? null : needed.section.take();
            if (next == null) {
                parkStack(needed, needed.nextClock);
                return;
            }
            item = next;
        }
    }

    /** Integrates an item of which the first {@code known} units are in the document already. */
    static void integrate(Transaction transaction, Item item, int known) {
        if (item.isGc()) {
            if (known > 0) {
                InFlight.dropPrefix(item, known);
            }
            transaction.touch(item.log);
            item.log.append(item);
            return;
        }
        Structs.resolve(transaction, item);
        String key = item.parentSub();
        if (key != null && item.parent != null && item.originLog == null && item.rightOriginLog == null) {
            item.parentSub(transaction.doc().interned(key));
        }
        if (known > 0) {
            InFlight.dropPrefix(item, known);
            Item left = Structs.cleanEnd(transaction, item.log, item.originClock);
            item.left = left;
            if (left.parent != item.parent || !Objects.equals(left.parentSub(), item.parentSub())) {
                item.parent = null; // collected meanwhile, or a forgery that contradicts what is known
            }
        }
        if (item.parent != null) {
            InFlight.writeText(item);
        }
        Structs.integrate(transaction, item);
    }

    /* Gives up on everything on the stack, because this client's struct with this clock is missing. */
    private void parkStack(ClientLog missing, int clock) {
        parkedAnything = true;
        if (missingLogs.isEmpty()) {
            missingLogs = new ArrayList<>(1);
        }
        missingLogs.add(missing);
        if (missingClocks == null) {
            missingClocks = new IntList();
        }
        missingClocks.add(clock);
        PendingStructs pending = doc.pending();
        for (Item item = pop(); item != null; item = pop()) {
            parkedAnythingNew |= pending.park(item);
            Section section = item.log.section;
            if (section != null) {
                for (Item rest = section.take(); rest != null; rest = section.take()) {
                    parkedAnythingNew |= pending.park(rest);
                }
            }
        }
    }

    private void applyDeleteSet(Transaction transaction) {
        if (deleteSet.isEmpty()) {
            return;
        }
        for (long client : deleteSet.clients()) {
            applyDeletions(transaction, client);
        }
    }

    private void applyDeletions(Transaction transaction, long client) {
        ClientLog log = store.getOrCreate(client);
        int ranges = deleteSet.rangeCount(client);
        Item near = null;
        for (int i = 0; i < ranges; i++) {
            int clock = deleteSet.rangeClock(client, i);
            int end = clock + deleteSet.rangeLength(client, i);
            if (clock < log.nextClock) {
                near = RangeDeletion.find(log, near, clock);
                allNew &= RangeDeletion.delete(transaction, near, clock, Math.min(end, log.nextClock));
            }
            if (end > log.nextClock) {
                parkedAnything = true;
                parkedAnythingNew |= doc.pending().parkDeletion(log, Math.max(clock, log.nextClock), end);
            }
        }
    }
}
