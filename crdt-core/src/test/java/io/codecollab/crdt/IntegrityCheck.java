package io.codecollab.crdt;

import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.crdt.lib0.Utf8;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Walks everything inside a document and asserts that it fits together: logs, clock indexes, lists, key chains, position
 * indexes, text pages, deleted ranges and what is parked.
 *
 * <pre>{@code
 *   doc.applyUpdate(update);
 *   IntegrityCheck.check(doc);      // outside of a transaction
 * }</pre>
 *
 * It changes nothing that later operations could notice, and takes about a microsecond per struct, so that random tests can
 * call it after every step. It is public only because packages with tests need it.
 */
public final class IntegrityCheck {
    private static final int BUCKET_CLOCKS = 16;
    private static final int PAGE_CLOCKS = 512;
    private static final int PAGE_UNITS = 256;
    private static final int SAMPLES = 64;
    private static final int ARRAY_HEADER = 16;
    private static final Pattern LONE_ESCAPE = Pattern.compile("\\\\u[dD][89a-fA-F][0-9a-fA-F]{2}");
    private static final Map<String, Field> FIELDS = new ConcurrentHashMap<>();

    private final Doc doc;
    private final StructStore store;

    /* Items that stand in a list or a key chain: by the logs, and by walking the types. */
    private int placedItems;
    private int walkedItems;
    private final List<Branch> branches = new ArrayList<>();

    private IntegrityCheck(Doc doc) {
        this.doc = doc;
        this.store = doc.store();
    }

    /**
     * Asserts that a document's inside is sound.
     *
     * @throws AssertionError that says what is not
     */
    public static void check(Doc doc) {
        new IntegrityCheck(doc).run();
    }

    /**
     * What a document holds beside its content, to be compared before and after something that must leave no trace: who is
     * known, which roots and names, how many changes.
     */
    public static String traces(Doc doc) {
        StringBuilder out = new StringBuilder("clients=");
        for (ClientLog log : doc.store().descending()) {
            out.append(log.client).append(':').append(log.nextClock).append(' ');
        }
        out.append("roots=");
        for (String name : doc.rootNames()) {
            Branch root = Objects.requireNonNull(doc.root(name));
            out.append(name)
                    .append(':')
                    .append(root.typeRef)
                    .append(':')
                    .append(root.hasFormatting)
                    .append(' ');
        }
        Map<?, ?> keys = (Map<?, ?>) field(doc, "keys");
        return out.append("keys=")
                .append(keys == null ? 0 : keys.size())
                .append(" version=")
                .append(doc.version())
                .append(" self=")
                .append(doc.clientId())
                .toString();
    }

    /**
     * Everything that can be seen in a document, as one text that is equal for documents with equal content, however their
     * structs are cut and whichever update format they came in. What is not UTF-16 shows as U+FFFD, as it does on the wire.
     */
    public static String content(Doc doc) {
        return new ContentText().of(doc);
    }

    /** Whether a text or a name has half of a surrogate pair at the edge of a struct: encoding does not keep that. */
    public static boolean hasLoneSurrogates(Doc doc) {
        for (ClientLog log : doc.store().descending()) {
            for (Item item = log.first; item != null; item = item.next) {
                boolean lone = switch (item.kind()) {
                    case Item.STRING -> isCut(Contents.text(item));
                    case Item.FORMAT -> isCut(item.format().key());
                    case Item.TYPE -> isCut(item.branch().name);
                    case Item.DOC ->
                        isCut(((Subdocument) item.requireContent()).doc().guid());
                    default -> false;
                };
                if (lone || isCut(item.parentSub())) {
                    return true;
                }
            }
        }
        return doc.rootNames().stream().anyMatch(IntegrityCheck::isCut);
    }

    private static boolean isCut(@Nullable String text) {
        return text != null && !new String(Utf8.encode(text), StandardCharsets.UTF_8).equals(text);
    }

    /** Writes down the content of a document, type by type. */
    private static final class ContentText {
        private final StringBuilder out = new StringBuilder();
        private final List<Branch> nested = new ArrayList<>();

        String of(Doc doc) {
            for (String name : new TreeSet<>(doc.rootNames())) {
                int start = out.length();
                out.append("root ").append(name).append(':');
                int head = out.length();
                append(Objects.requireNonNull(doc.root(name)));
                if (out.length() == head) {
                    out.setLength(start);
                } else {
                    out.append('\n');
                }
            }
            for (int i = 0; i < nested.size(); i++) {
                Branch branch = nested.get(i);
                out.append('#')
                        .append(i)
                        .append(' ')
                        .append(branch.typeRef)
                        .append(' ')
                        .append(branch.name)
                        .append(':');
                append(branch);
                out.append('\n');
            }
            return new String(Utf8.encode(out.toString()), StandardCharsets.UTF_8);
        }

        private void append(Branch branch) {
            boolean inText = false;
            for (Item item = branch.start; item != null; item = item.right) {
                if (!item.isDeleted()) {
                    boolean text = item.kind() == Item.STRING;
                    out.append(text == inText ? "" : "'");
                    inText = text;
                    append(item, 0);
                }
            }
            out.append(inText ? "'" : "");
            if (branch.entries != null) {
                new TreeMap<>(branch.entries).forEach((key, value) -> {
                    if (!value.isDeleted()) {
                        out.append(" {").append(key).append('=');
                        append(value, value.length - 1);
                        out.append('}');
                    }
                });
            }
        }

        private void append(Item item, int from) {
            switch (item.kind()) {
                case Item.STRING -> out.append(Contents.text(item), from, item.length);
                case Item.ANY, Item.JSON -> {
                    for (int i = from; i < item.length; i++) {
                        out.append(' ');
                        append(item.values().get(i));
                    }
                }
                case Item.BINARY -> append(item.requireContent());
                case Item.EMBED -> append(" embed ", (JsonValue) item.requireContent());
                case Item.FORMAT ->
                    append(" <" + item.format().key() + ">", item.format().json());
                case Item.TYPE -> {
                    out.append(" #").append(nested.size());
                    nested.add(item.branch());
                }
                case Item.DOC -> {
                    Subdocument subdocument = (Subdocument) item.requireContent();
                    out.append(" doc ")
                            .append(subdocument.doc().guid())
                            .append(' ')
                            .append(subdocument.options());
                }
                default -> throw new AssertionError(item);
            }
        }

        /* V1 knows embeds and formats as JSON only, so only as much of them is compared. */
        private void append(String what, JsonValue value) {
            out.append(what)
                    .append(LONE_ESCAPE.matcher(JsonText.write(value.value())).replaceAll("\ufffd"));
        }

        private void append(@Nullable Object value) {
            if (value instanceof byte[] bytes) {
                out.append("bytes ").append(HexFormat.of().formatHex(bytes));
            } else if (value instanceof List<?> list) {
                out.append('[');
                list.forEach(this::appendElement);
                out.append(']');
            } else if (value instanceof Map<?, ?> map) {
                out.append('{');
                map.forEach((key, element) -> {
                    out.append(key).append('=');
                    appendElement(element);
                });
                out.append('}');
            } else {
                out.append(value);
            }
        }

        private void appendElement(@Nullable Object element) {
            append(element);
            out.append(',');
        }
    }

    private void run() {
        require(field(doc, "current") == null, "a transaction is running", doc);
        require(((Collection<?>) peek(doc, "cleanups")).isEmpty(), "transactions are left to clean up", doc);
        ClientLog[] logs = store.descending();
        require(logs.length == store.size(), "store.size", store.size());
        for (int i = 0; i < logs.length; i++) {
            require(i == 0 || logs[i].client < logs[i - 1].client, "clients do not descend", logs[i]);
            require(store.get(logs[i].client) == logs[i], "store does not find the log", logs[i]);
            checkLog(logs[i]);
        }
        for (String name : doc.rootNames()) {
            Branch root = Objects.requireNonNull(doc.root(name));
            require(name.equals(root.rootName) && root.item == null && root.doc == doc, "root out of place", name);
            branches.add(root);
        }
        branches.forEach(this::checkBranch);
        require(walkedItems == placedItems, "items in lists and chains=" + walkedItems + ", in logs", placedItems);
        checkPending();
    }

    /* Logs. */

    private void checkLog(ClientLog log) {
        require(log.section == null, "an update's section is left behind", log);
        int clock = 0;
        int structs = 0;
        long contentBytes = 0;
        Item previous = null;
        Map<Integer, Integer> liveText = new TreeMap<>();
        List<Integer> deletedRanges = new ArrayList<>();
        int deletedEnd = -1;
        for (Item item = log.first; item != null; item = item.next) {
            require(item.log == log, "item in another client's log", item);
            require(item.length > 0, "empty item", item);
            require(item.clock == clock, "expected clock", clock, item);
            clock = item.clockEnd();
            require(clock > 0 && clock <= log.nextClock, "clocks beyond nextClock", item);
            structs++;
            contentBytes += MemoryEstimate.content(item);
            previous = item;
            checkItem(item);
            checkIndex(log, item);
            if (item.kind() == Item.STRING) {
                addLiveText(liveText, item);
            }
            if (item.isDeleted()) {
                if (item.clock == deletedEnd) {
                    int last = deletedRanges.size() - 1;
                    deletedRanges.set(last, deletedRanges.get(last) + item.length);
                } else {
                    deletedRanges.add(item.clock);
                    deletedRanges.add(item.length);
                }
                deletedEnd = clock;
            }
        }
        require(clock == log.nextClock, "the structs end at " + clock, log);
        require(structs == log.structCount, "there are " + structs + " structs", log);
        require(contentBytes == ((Long) peek(log, "contentBytes")), "bytes of content", contentBytes, log);
        require(previous == log.last, "last struct is another one", log);
        require(deletedRanges.equals(boxed(log.deletedRanges())), "deleted ranges, scanned", deletedRanges, log);
        checkBuckets(log);
        checkTextPages(log, liveText);
    }

    private static void checkIndex(ClientLog log, Item item) {
        int last = item.clockLast();
        int middle = item.clock + (item.length >>> 1);
        int bucket = Math.min(last, (item.clock | (BUCKET_CLOCKS - 1)) + 1);
        int lastBucket = Math.max(item.clock, last & -BUCKET_CLOCKS);
        for (int clock : new int[] {item.clock, bucket, middle, lastBucket, last}) {
            require(log.find(clock) == item, "find does not find clock", clock, item);
            require(log.index.find(clock) == item, "clock index does not find clock", clock, item);
        }
    }

    /** Buckets hold the struct that contains their first clock, and nothing that is gone. */
    private static void checkBuckets(ClientLog log) {
        int pages = number(log.index, "count");
        for (int i = 0; i < pages; i++) {
            int pageStart = Array.getInt(peek(log.index, "numbers"), i) * PAGE_CLOCKS;
            Object buckets = Objects.requireNonNull(Array.get(peek(log.index, "pages"), i));
            for (int j = 0; j < Array.getLength(buckets); j++) {
                Item item = (Item) Array.get(buckets, j);
                int clock = pageStart + j * BUCKET_CLOCKS;
                if (item != null) {
                    require(
                            clock >= item.clock && clock < item.clockEnd(),
                            "bucket has another item, clock",
                            clock,
                            item);
                    require(!item.isMerged() && item.log == log, "bucket has an item that is gone", item);
                }
            }
        }
    }

    private static void addLiveText(Map<Integer, Integer> live, Item item) {
        for (int at = item.clock; at < item.clockEnd(); ) {
            int pageEnd = (at | (PAGE_UNITS - 1)) + 1;
            int end = Math.min(pageEnd, item.clockEnd());
            live.merge(at / PAGE_UNITS, end - at, Integer::sum);
            at = end;
        }
    }

    private static void checkTextPages(ClientLog log, Map<Integer, Integer> expected) {
        TextPages text = log.text;
        if (text == null) {
            require(expected.isEmpty(), "text without pages", log);
            return;
        }
        int count = number(text, "count");
        Object numbers = peek(text, "numbers");
        Object live = peek(text, "live");
        Object pages = peek(text, "pages");
        Map<Integer, Integer> found = new TreeMap<>();
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            Object held = Array.get(pages, i);
            bytes += held == null ? 0 : ARRAY_HEADER + Array.getLength(held) * (held instanceof char[] ? 2L : 1L);
            int page = Array.getInt(numbers, i);
            int units = Array.getShort(live, i);
            require(i == 0 || page > Array.getInt(numbers, i - 1), "text pages are not sorted", log);
            require(units >= 0 && (units > 0) == (Array.get(pages, i) != null), "page held, live units", units, log);
            if (units > 0) {
                found.put(page, units);
            }
        }
        for (int i = count; i < Array.getLength(pages); i++) {
            require(Array.get(pages, i) == null, "a released text page is still held", log);
        }
        require(bytes == ((Long) peek(text, "pageBytes")), "bytes of text pages", bytes, log);
        require(expected.equals(found), "live text by items=" + expected + ", by pages", found, log);
        boolean ascii = Boolean.TRUE.equals(field(text, "ascii"));
        for (Item item = log.first; item != null; item = item.next) {
            if (item.kind() == Item.STRING) {
                for (int clock = item.clock; clock < item.clockEnd(); clock++) {
                    require(!ascii || text.charAt(clock) < 0x80, "pages claim to be ASCII", item);
                }
            }
        }
    }

    /* Items. */

    private void checkItem(Item item) {
        int kind = item.kind();
        require(kind != Item.SKIP && kind <= Item.DOC, "impossible kind", item);
        require((item.flags & Item.PARENT_BY_ID_FLAG) == 0, "parent was not resolved", item);
        require((item.flags & Item.ASCII_FLAG) == 0, "text was not written", item);
        if (kind == Item.GC) {
            require(item.isDeleted(), "GC struct not deleted", item);
            require(
                    item.left == null
                            && item.right == null
                            && item.parent == null
                            && item.originLog == null
                            && item.rightOriginLog == null
                            && item.keyOrLeaf == null
                            && item.content == null,
                    "GC struct holds on to something",
                    item);
            return;
        }
        placedItems++;
        checkOrigins(item);
        checkContent(item, kind);
        Branch parent = item.requireParent();
        checkParent(item, parent);
        checkNeighbours(item, parent);
    }

    private static void checkOrigins(Item item) {
        ClientLog origin = item.originLog;
        if (origin != null) {
            int limit = origin == item.log ? item.clock : origin.nextClock;
            require(item.originClock >= 0 && item.originClock < limit, "origin", item.originClock, item);
        }
        ClientLog rightOrigin = item.rightOriginLog;
        if (rightOrigin != null) {
            int limit = rightOrigin == item.log ? item.clock : rightOrigin.nextClock;
            require(item.rightOriginClock >= 0 && item.rightOriginClock < limit, "rightOrigin", item);
        }
    }

    private void checkContent(Item item, int kind) {
        Object content = item.content;
        switch (kind) {
            case Item.STRING -> require(content == null, "text keeps something", item);
            case Item.DELETED -> require(content == null && item.isDeleted(), "tombstone keeps something", item);
            case Item.ANY, Item.JSON -> {
                require(content instanceof ValueRun, "no values", item);
                checkValues(item, item.values());
            }
            case Item.BINARY -> require(content instanceof byte[] && item.length == 1, "no bytes", item);
            case Item.EMBED -> require(content instanceof JsonValue && item.length == 1, "no embed", item);
            case Item.FORMAT -> {
                require(content instanceof Format && item.length == 1, "no format", item);
                require(item.requireParent().hasFormatting, "parent does not know that it has formatting", item);
            }
            case Item.TYPE -> {
                require(content instanceof Branch && item.length == 1, "no type", item);
                Branch branch = item.branch();
                require(branch.item == item && branch.doc == doc && branch.rootName == null, "type out of place", item);
                branches.add(branch);
            }
            default -> require(content instanceof Subdocument && item.length == 1, "no subdocument", item);
        }
    }

    private static void checkValues(Item item, ValueRun values) {
        require(values.count() == item.length, "values.count", values.count(), item);
        require(
                Boolean.TRUE.equals(field(values, "json")) == (item.kind() == Item.JSON),
                "values of the other form",
                item);
        require(values.end() <= values.bytes().length, "values end outside", item);
        int previous = -1;
        for (int i = 0; i < item.length; i++) {
            int start = values.start(i);
            require(start > previous && start < values.end(), "values do not ascend, index", i, item);
            previous = start;
        }
        require(values.start(item.length) == values.end(), "values do not fill", item);
    }

    private void checkParent(Item item, Branch parent) {
        Item holder = parent.item;
        if (holder == null) {
            String name = Objects.requireNonNull(parent.rootName, "parent without a place");
            require(doc.root(name) == parent, "parent is no root", item);
        } else {
            require(holder.content == parent, "parent was collected, holder", holder, item);
            require(holder.log.find(holder.clock) == holder, "parent is not in the store, holder", holder, item);
            require(!holder.isDeleted() || item.isDeleted(), "live item in a deleted type", item);
        }
    }

    private static void checkNeighbours(Item item, Branch parent) {
        String key = item.parentSub();
        Item left = item.left;
        if (left == null) {
            require(key != null || parent.start == item, "first of the list is another", item);
        } else {
            require(left.right == item, "left.right", left.right, item);
            require(left.parent == parent && Objects.equals(left.parentSub(), key), "left", left, item);
            require(left != item, "is its own neighbour", item);
        }
        Item right = item.right;
        if (right == null) {
            require(key == null || parent.entry(key) == item, "the value of the key is another", item);
        } else {
            require(right.left == item, "right.left", right.left, item);
            require(key == null || item.isDeleted(), "overwritten value not deleted", item);
        }
    }

    /* Types. */

    private void checkBranch(Branch branch) {
        int length = 0;
        int most = placedItems;
        List<Item> list = new ArrayList<>();
        for (Item item = branch.start; item != null; item = item.right) {
            require(walkedItems++ < most, "list does not end", item);
            require(item.parent == branch && !item.isMapEntry(), "list has a stranger", item);
            list.add(item);
            length += item.visibleLength();
        }
        require(length == branch.length, "length of the list", branch.length, describe(branch, length));
        Map<String, Item> entries = branch.entries == null ? Map.of() : branch.entries;
        entries.forEach((key, value) -> checkChain(branch, key, value));
        checkCursor(branch, list);
    }

    private void checkChain(Branch branch, String key, Item value) {
        require(value.right == null, "value is not the rightmost, key", key, value);
        int most = placedItems;
        for (Item item = value; item != null; item = item.left) {
            require(walkedItems++ < most, "chain does not end, key", key, item);
            require(item.parent == branch && key.equals(item.parentSub()), "chain has a stranger, key", key, item);
        }
    }

    private static void checkCursor(Branch branch, List<Item> list) {
        ListCursor cursor = branch.cursor;
        Object positions = cursor == null ? null : field(cursor, "positions");
        for (Item item : list) {
            require((item.keyOrLeaf == null) == (positions == null), "leaf", item.keyOrLeaf, item);
        }
        if (cursor == null) {
            return;
        }
        Item known = (Item) field(cursor, "item");
        if (known != null) {
            require(known.isVisible(), "cursor is at an invisible item", known);
            require(list.contains(known), "cursor is in another list", known);
            require(indexOf(list, known) == number(cursor, "index"), "index", number(cursor, "index"), known);
        }
        if (positions != null) {
            new PositionsCheck((PositionIndex) positions, list).run();
        }
    }

    private static int indexOf(List<Item> list, Item sought) {
        int index = 0;
        for (Item item : list) {
            if (item == sought) {
                return index;
            }
            index += item.visibleLength();
        }
        throw new AssertionError("not in the list, " + sought);
    }

    /** A position index against the list it stands for. */
    private static final class PositionsCheck {
        private final PositionIndex positions;
        private final List<Item> list;
        private int next;

        PositionsCheck(PositionIndex positions, List<Item> list) {
            this.positions = positions;
            this.list = list;
        }

        void run() {
            checkNode(peek(positions, "root"), null);
            require(next == list.size(), "leaves have " + next + " items, the list", list.size());
            checkSamples();
        }

        /* Returns the visible units below. Levels are few: recursion is safe. */
        private int checkNode(Object node, @Nullable Object parent) {
            require(field(node, "parent") == parent, "parent of a node is another", node);
            int count = number(node, "count");
            Object children = peek(node, "children");
            Object visible = peek(node, "visible");
            int units = 0;
            require(count > 0 || list.isEmpty(), "empty node", count);
            for (int i = 0; i < count; i++) {
                Object child = Objects.requireNonNull(Array.get(children, i));
                int below = child instanceof PositionIndex.Leaf leaf ? checkLeaf(leaf, node) : checkNode(child, node);
                require(below == Array.getInt(visible, i), "visible units below", below, Array.getInt(visible, i));
                units += below;
            }
            for (int i = count; i < Array.getLength(children); i++) {
                require(Array.get(children, i) == null, "a removed child is still held", i);
            }
            return units;
        }

        private int checkLeaf(PositionIndex.Leaf leaf, Object node) {
            require(leaf.parent == node, "parent of a leaf is another", leaf);
            require(leaf.items > 0 && next + leaf.items <= list.size(), "leaf.items", leaf.items);
            require(leaf.first == list.get(next), "leaf starts elsewhere, expected", list.get(next), leaf.first);
            int units = 0;
            int formats = 0;
            for (int i = 0; i < leaf.items; i++) {
                Item item = list.get(next++);
                require(item.leaf() == leaf, "item has another leaf", item);
                units += item.visibleLength();
                formats += item.kind() == Item.FORMAT ? 1 : 0;
            }
            require(leaf.visible == units, "visible units of a leaf", units, leaf.visible);
            require(leaf.formats >= formats, "markers of a leaf", formats, leaf.formats);
            return units;
        }

        private void checkSamples() {
            int step = Math.max(1, list.size() / SAMPLES);
            int index = 0;
            for (int i = 0; i < list.size(); i++) {
                Item item = list.get(i);
                if (i % step == 0) {
                    require(positions.indexOf(item) == index, "indexOf", positions.indexOf(item), item);
                    if (item.isVisible()) {
                        int last = index + item.length - 1;
                        require(positions.find(index) == item.leaf(), "find", index, item);
                        require(positions.find(last) == item.leaf(), "find", last, item);
                    }
                }
                index += item.visibleLength();
            }
        }
    }

    /* What is parked. */

    private void checkPending() {
        PendingStructs pending = doc.pending();
        Map<?, ?> queues = (Map<?, ?>) peek(pending, "queues");
        int structs = 0;
        for (Map.Entry<?, ?> entry : queues.entrySet()) {
            PendingQueue queue = (PendingQueue) Objects.requireNonNull(entry.getValue());
            require(queue.log == entry.getKey() && queue.log.pending == queue, "queue out of place", queue.log);
            require(store.get(queue.log.client) == queue.log, "queue of an unknown client", queue.log);
            structs += checkQueue(queue);
        }
        require(structs == pending.structCount(), "parked structs", pending.structCount(), structs);
        for (ClientLog log : store.descending()) {
            require(log.pending == null || queues.get(log) == log.pending, "forgotten queue", log);
        }
        /* Local edits make logs grow as well, but what is parked is tried again with the next update only, as in Yjs. */
        Collection<?> advanced = (Collection<?>) peek(pending, "advanced");
        Collection<?> missing = (Collection<?>) peek(pending, "missing");
        require(queues.isEmpty() || !missing.isEmpty(), "parked structs wait for nobody", structs);
        for (Object each : missing) {
            ClientLog log = (ClientLog) Objects.requireNonNull(each);
            require(log.missingClock >= log.nextClock || advanced.contains(log), "what was missing has come", log);
        }
        pending.deletions().forEachRange((client, clock, length) -> {
            ClientLog log = Objects.requireNonNull(store.get(client));
            require(advanced.contains(log) || clock >= log.nextClock, "deletion could be applied, clock", clock, log);
        });
    }

    private static int checkQueue(PendingQueue queue) {
        require(queue.first() != null, "empty queue", queue.log);
        int structs = 0;
        long bytes = 0;
        int end = 0;
        for (Item item : queue.items()) {
            require(item.log == queue.log && item.length > 0, "parked with another client", item);
            require(item.clock >= end, "parked twice", item);
            end = item.clockEnd();
            if (item.kind() == Item.STRING) {
                int units = Array.getLength(item.requireContent());
                require(item.mark + item.length == units, "parked text pins units", units, item);
            }
            bytes += MemoryEstimate.content(item);
            structs++;
        }
        require(bytes == ((Long) peek(queue, "contentBytes")), "bytes parked", bytes, queue.log);
        return structs;
    }

    /* Tools. */

    private static List<Integer> boxed(int[] values) {
        List<Integer> list = new ArrayList<>(values.length);
        for (int value : values) {
            list.add(value);
        }
        return list;
    }

    private static Object describe(Branch branch, int visible) {
        return new Object() {
            @Override
            public String toString() {
                return "visible=" + visible + ", typeRef=" + branch.typeRef + ", root=" + branch.rootName + ", item="
                        + branch.item;
            }
        };
    }

    private static void require(boolean holds, String what, Object where) {
        if (!holds) {
            throw new AssertionError(what + ", " + where);
        }
    }

    private static void require(boolean holds, String what, @Nullable Object detail, Object where) {
        if (!holds) {
            throw new AssertionError(what + "=" + detail + ", " + where);
        }
    }

    private static int number(Object object, String name) {
        return (Integer) peek(object, name);
    }

    private static Object peek(Object object, String name) {
        return Objects.requireNonNull(field(object, name), name);
    }

    private static @Nullable Object field(Object object, String name) {
        try {
            return FIELDS.computeIfAbsent(
                            object.getClass().getName() + '.' + name, any -> declaredField(object.getClass(), name))
                    .get(object);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static Field declaredField(Class<?> type, String name) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new AssertionError(e);
        }
    }
}
