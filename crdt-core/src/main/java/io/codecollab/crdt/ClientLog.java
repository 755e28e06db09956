package io.codecollab.crdt;

import io.codecollab.crdt.lib0.ByteWriter;
import org.jspecify.annotations.Nullable;

/**
 * Everything one client has written, in clock order and without a gap.
 *
 * <p>Not thread-safe; owned by its document's writer.
 */
final class ClientLog {
    /* Shared by all: nothing is ever written to it. */
    private static final TextPages NO_TEXT = new TextPages();

    private static final byte[] NO_DELETIONS = {};

    final long client;

    /** The id as a varUint, lowest byte first, and how many bytes that takes. */
    final long encodedClient;

    final int encodedClientBytes;

    /** The next expected clock: what the state vector says of this client. */
    int nextClock;

    /** Rank among the clients of the document by when their first struct came; 0 if none has come. */
    int arrival;

    int structCount;

    /* What the structs hold beside themselves, see MemoryEstimate. */
    private long contentBytes;

    @Nullable
    Item first;

    @Nullable
    Item last;

    final ClockIndex index = new ClockIndex();

    @Nullable
    TextPages text;

    /* What the running transaction noted when it first touched this log; valid while the serials match. */
    int touchedSerial;
    int clockBefore;

    /* The incoming update's structs of this client, while that update is applied. */
    Integrator.@Nullable Section section;

    /* Parked structs of this client. */
    @Nullable
    PendingQueue pending;

    /* The lowest clock of this client that parked structs are known to miss; see PendingStructs. */
    int missingClock = PendingStructs.NOTHING_MISSING;

    /* This client's part of the delete set in bytes, rebuilt when a deletion has made it stale; empty for none. */
    private byte @Nullable [] deletionsV1;
    private byte @Nullable [] deletionsV2;

    ClientLog(long client) {
        this.client = client;
        long encoded = 0;
        int bits = 0;
        long rest = client;
        while (rest > 0x7f) {
            encoded |= ((rest & 0x7f) | 0x80) << bits;
            bits += Byte.SIZE;
            rest >>>= 7;
        }
        encodedClient = encoded | (rest << bits);
        encodedClientBytes = (bits >> 3) + 1;
    }

    /** For those who only read: empty pages, which are not this log's own, if it has no text. */
    TextPages textToRead() {
        return text == null ? NO_TEXT : text;
    }

    TextPages text() {
        TextPages pages = text;
        if (pages == null) {
            pages = new TextPages();
            text = pages;
        }
        return pages;
    }

    /** The struct that contains this clock, which must be below {@link #nextClock}. */
    Item find(int clock) {
        Item newest = last;
        if (newest == null || clock >= nextClock || clock < 0) {
            throw new IllegalStateException("unknown clock, client=" + client + ", clock=" + clock);
        }
        return clock >= newest.clock ? newest : index.find(clock);
    }

    /** The struct before this one in clock order, or null for the first. */
    @Nullable
    Item previous(Item item) {
        return item.clock == 0 ? null : find(item.clock - 1);
    }

    /** Appends a struct that starts exactly at {@link #nextClock}. */
    void append(Item item) {
        if (item.clock != nextClock) {
            throw new IllegalStateException("not contiguous, nextClock=" + nextClock + ", " + item);
        }
        Item newest = last;
        if (newest == null) {
            first = item;
        } else {
            newest.next = item;
        }
        index.append(item, newest);
        last = item;
        nextClock = item.clock + item.length;
        structCount++;
        contentBytes += MemoryEstimate.content(item);
        if (item.isDeleted()) {
            noteDeletion();
        }
    }

    /** Lengthens the last struct; its text is already in the pages. */
    void extendLast(Item item, int units) {
        item.length += units;
        nextClock += units;
        index.extend(item, nextClock - units);
    }

    /** Enters the right part of a split behind its left part. */
    void insertSplit(Item leftPart, Item rightPart) {
        rightPart.next = leftPart.next;
        leftPart.next = rightPart;
        if (last == leftPart) {
            last = rightPart;
        }
        index.split(leftPart, rightPart);
        structCount++;
        contentBytes += MemoryEstimate.fixed(rightPart);
    }

    /** Takes out {@code right}, the struct behind {@code left}, whose length already covers both. */
    void removeMerged(Item left, Item right) {
        right.flags |= Item.MERGED_FLAG;
        left.next = right.next;
        if (last == right) {
            last = left;
        }
        index.merge(left, right.clock);
        structCount--;
        contentBytes -= MemoryEstimate.fixed(right);
    }

    /** Turns a deleted item into a tombstone that keeps its place; what it held is released. */
    void dropContent(Item item) {
        contentBytes -= MemoryEstimate.content(item);
        item.becomeDeletedContent();
        contentBytes += MemoryEstimate.content(item);
    }

    /** Takes a deleted item out of its list for good. */
    void collect(Item item) {
        contentBytes -= MemoryEstimate.content(item);
        item.becomeGc();
    }

    /** About how many bytes of heap this log takes, its text excepted. */
    long memoryBytes() {
        byte[] v1 = deletionsV1;
        byte[] v2 = deletionsV2;
        return (long) MemoryEstimate.ITEM * structCount
                + contentBytes
                + index.memoryBytes()
                + (v1 == null ? 0 : v1.length)
                + (v2 == null ? 0 : v2.length);
    }

    void noteDeletion() {
        deletionsV1 = null;
        deletionsV2 = null;
    }

    /** This client's part of the delete set in format V1, empty if nothing is deleted; memoised, do not modify. */
    byte[] deletionsV1() {
        byte[] encoded = deletionsV1;
        if (encoded == null) {
            encoded = encodeDeletions(deletedRanges());
            deletionsV1 = encoded;
        }
        return encoded;
    }

    /** The same in format V2. */
    byte[] deletionsV2() {
        byte[] encoded = deletionsV2;
        if (encoded == null) {
            int[] ranges = deletedRanges();
            int end = 0;
            for (int i = 0; i < ranges.length; i += 2) {
                int gap = ranges[i] - end;
                end = ranges[i] + ranges[i + 1];
                ranges[i] = gap;
                ranges[i + 1]--;
            }
            encoded = encodeDeletions(ranges);
            deletionsV2 = encoded;
        }
        return encoded;
    }

    private byte[] encodeDeletions(int[] numbers) {
        if (numbers.length == 0) {
            return NO_DELETIONS;
        }
        ByteWriter writer = new ByteWriter(numbers.length * 3 + 16);
        writer.writeVarUint(client);
        writer.writeVarUint(numbers.length >> 1);
        for (int number : numbers) {
            writer.writeVarUint(number);
        }
        return writer.toByteArray();
    }

    /** Deleted clock ranges in ascending order, adjacent ones joined: clock, length, clock, length … */
    int[] deletedRanges() {
        IntList ranges = new IntList();
        int rangeEnd = -1;
        for (Item item = first; item != null; item = item.next) {
            if (item.isDeleted()) {
                if (item.clock == rangeEnd) {
                    ranges.addToLast(item.length);
                } else {
                    ranges.add(item.clock);
                    ranges.add(item.length);
                }
                rangeEnd = item.clock + item.length;
            }
        }
        return ranges.toArray();
    }

    @Override
    public String toString() {
        return "ClientLog[client=" + client + ", nextClock=" + nextClock + ", structs=" + structCount + "]";
    }
}
