package io.codecollab.crdt.yrs;

import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.lib0.DecodeLimits;
import io.codecollab.crdt.update.IdSet;
import io.codecollab.crdt.update.StructRef;
import io.codecollab.crdt.update.UpdateCursor;
import io.codecollab.crdt.update.Updates;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps structs and deletions from yrs until all they build upon is there, as Yjs 13.6 parks them. yrs 0.27 takes what
 * follows a gap at once, and with some orders of delivery it then loses updates for good, so it is never shown a gap.
 *
 * <pre>
 *   update ── all it needs is known or in it ──────────────────────────────▶ yrs, the very same bytes
 *      └──── else ── merged with what waits ── below each client's bound ──▶ yrs
 *                                          └── from the bound on ──────────▶ waits
 * </pre>
 *
 * The bound of a client is the first clock of its that depends on something neither known nor below a bound.
 *
 * <p>Not thread-safe.
 */
final class WaitingRoom {

    private static final byte[] NOTHING = {0, 0};

    private final Map<Long, Integer> known = new HashMap<>();
    /** Structs that wait, without deletions. */
    private byte[] waiting = NOTHING;

    private IdSet waitingIds = IdSet.EMPTY;
    private IdSet waitingDeletions = IdSet.EMPTY;

    /**
     * What is to be done with an update, and what is so once that is done.
     *
     * @param ready what yrs can take now, or null when that is nothing
     * @param parked whether some of the update waits that did not wait before
     * @param ends how far the clients of the update are known then
     * @param late structs that wait then, without deletions
     */
    record Admission(
            byte @Nullable [] ready,
            boolean parked,
            Map<Long, Integer> ends,
            byte[] late,
            IdSet lateIds,
            IdSet lateDeletions) {}

    /**
     * Looks at an update; changes nothing.
     *
     * @throws DecodeException as Java's engine does
     */
    Admission consider(byte[] update) {
        Walk walk = new Walk();
        UpdateCursor cursor = UpdateCursor.v1(update, DecodeLimits.DEFAULT);
        boolean closed = true;
        while (cursor.next()) {
            closed &= walk.pass(cursor);
        }
        IdSet deletions = cursor.readDeleteSet();
        if (closed && walk.hasAllItNeeds(deletions) && isEmpty()) {
            return new Admission(update, false, walk.ends, NOTHING, IdSet.EMPTY, IdSet.EMPTY);
        }
        return sort(update, deletions);
    }

    /** What was considered last was done: yrs has what was ready. */
    void settle(Admission admission) {
        known.putAll(admission.ends());
        waiting = admission.late();
        waitingIds = admission.lateIds();
        waitingDeletions = admission.lateDeletions();
    }

    /** Whether nothing waits. */
    boolean isEmpty() {
        return waiting.length == NOTHING.length && waitingDeletions.isEmpty();
    }

    /** All that waits, as an update. */
    byte[] update() {
        ByteWriter out = new ByteWriter(waiting.length + 16);
        out.writeBytes(waiting, 0, waiting.length - 1); // without its empty delete set
        waitingDeletions.encodeV1(out);
        return out.toByteArray();
    }

    /** The length of all that waits, encoded. */
    int bytes() {
        return isEmpty() ? 0 : update().length;
    }

    /** A client has written text of this length (in UTF-16 units) in yrs itself, which came through no update. */
    void wrote(long client, int length) {
        known.merge(client, length, Integer::sum);
    }

    /** The way of what is late or early: through all that waits. */
    private Admission sort(byte[] update, IdSet deletions) {
        byte[] all = Updates.mergeUpdates(List.of(waiting, update));
        Map<Long, Integer> bounds = bounds(all);
        Cut cut = new Cut(all, bounds);
        IdSet allDeletions = IdSet.merge(waitingDeletions, deletions);
        Map<Long, Integer> ends = new HashMap<>();
        bounds.forEach((client, bound) -> ends.put(client, Math.max(bound, knownOf(client))));
        IdSet readyDeletions = allDeletions.intersect(knownAmong(allDeletions, ends));
        IdSet lateDeletions = allDeletions.diff(readyDeletions);
        boolean parked = !cut.lateIds().diff(waitingIds).isEmpty()
                || !deletions.diff(readyDeletions).diff(waitingDeletions).isEmpty();
        boolean ready = cut.hasReady() || !readyDeletions.isEmpty();
        return new Admission(
                ready ? cut.ready(readyDeletions) : null, parked, ends, cut.late(), cut.lateIds(), lateDeletions);
    }

    private int knownOf(long client) {
        return known.getOrDefault(client, 0);
    }

    /** What is known, these ends included, of the clients in a set. */
    private IdSet knownAmong(IdSet ids, Map<Long, Integer> ends) {
        IdSet.Builder builder = new IdSet.Builder();
        for (long client : ids.clients()) {
            builder.add(client, 0, ends.getOrDefault(client, knownOf(client)));
        }
        return builder.build();
    }

    /** For each client of an update, the first clock that has to wait: lowered until nothing below it needs what is not. */
    private Map<Long, Integer> bounds(byte[] update) {
        Map<Long, Integer> bounds = new HashMap<>();
        UpdateCursor runs = UpdateCursor.v1(update, DecodeLimits.DEFAULT);
        while (runs.next()) {
            int reached = bounds.getOrDefault(runs.client, knownOf(runs.client));
            if (runs.ref != StructRef.SKIP && runs.clock <= reached) {
                reached = Math.max(reached, runs.clock + runs.length);
            }
            bounds.put(runs.client, reached);
        }
        boolean lowered = true;
        while (lowered) {
            lowered = false;
            UpdateCursor cursor = UpdateCursor.v1(update, DecodeLimits.DEFAULT);
            while (cursor.next()) {
                if (cursor.ref != StructRef.SKIP
                        && cursor.clock < bound(bounds, cursor.client)
                        && waits(cursor, bounds)) {
                    bounds.put(cursor.client, cursor.clock);
                    lowered = true;
                }
            }
        }
        return bounds;
    }

    private static int bound(Map<Long, Integer> bounds, long client) {
        return bounds.getOrDefault(client, 0);
    }

    private boolean waits(UpdateCursor struct, Map<Long, Integer> bounds) {
        if (struct.ref == StructRef.GC) {
            return false;
        }
        return ((struct.info & StructRef.HAS_ORIGIN) != 0 && lacks(bounds, struct.originClient, struct.originClock))
                || ((struct.info & StructRef.HAS_RIGHT_ORIGIN) != 0
                        && lacks(bounds, struct.rightOriginClient, struct.rightOriginClock))
                || (hasParentId(struct) && lacks(bounds, struct.parentClient, struct.parentClock));
    }

    private boolean lacks(Map<Long, Integer> bounds, long client, int clock) {
        return clock >= Math.max(knownOf(client), bound(bounds, client));
    }

    private static boolean hasParentId(UpdateCursor struct) {
        return (struct.info & (StructRef.HAS_ORIGIN | StructRef.HAS_RIGHT_ORIGIN)) == 0
                && struct.parentKind == UpdateCursor.PARENT_ID;
    }

    /** One pass over an update: how far its clients get, and what it builds upon. */
    private final class Walk {
        private final Map<Long, Integer> ends = new HashMap<>(4);
        private final Map<Long, Integer> needs = new HashMap<>(4);

        /** False when there is a gap before this struct. */
        boolean pass(UpdateCursor struct) {
            int end = endOf(struct.client);
            if (struct.ref == StructRef.SKIP || struct.clock > end) {
                return false;
            }
            ends.put(struct.client, Math.max(end, struct.clock + struct.length));
            if (struct.ref != StructRef.GC) {
                if ((struct.info & StructRef.HAS_ORIGIN) != 0) {
                    need(struct.originClient, struct.originClock);
                }
                if ((struct.info & StructRef.HAS_RIGHT_ORIGIN) != 0) {
                    need(struct.rightOriginClient, struct.rightOriginClock);
                }
                if (hasParentId(struct)) {
                    need(struct.parentClient, struct.parentClock);
                }
            }
            return true;
        }

        private int endOf(long client) {
            Integer end = ends.get(client);
            return end == null ? knownOf(client) : end;
        }

        private void need(long client, int clock) {
            if (clock >= endOf(client)) {
                needs.merge(client, clock, Math::max);
            }
        }

        boolean hasAllItNeeds(IdSet deletions) {
            for (Map.Entry<Long, Integer> need : needs.entrySet()) {
                if (need.getValue() >= endOf(need.getKey())) {
                    return false;
                }
            }
            for (long client : deletions.clients()) {
                int last = deletions.rangeCount(client) - 1;
                if (deletions.rangeClock(client, last) + deletions.rangeLength(client, last) > endOf(client)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** An update in two: what is below the bounds, and the rest. Structs are copied as they are. */
    private static final class Cut {
        private final Sections ready = new Sections();
        private final Sections late = new Sections();
        private final IdSet.Builder lateIds = new IdSet.Builder();

        Cut(byte[] update, Map<Long, Integer> bounds) {
            UpdateCursor cursor = UpdateCursor.v1(update, DecodeLimits.DEFAULT);
            while (cursor.next()) {
                if (cursor.ref != StructRef.SKIP) {
                    boolean isLate = cursor.clock >= bounds.getOrDefault(cursor.client, 0);
                    (isLate ? late : ready).add(cursor, update);
                    if (isLate) {
                        lateIds.add(cursor.client, cursor.clock, cursor.length);
                    }
                }
            }
        }

        boolean hasReady() {
            return ready.count > 0;
        }

        byte[] ready(IdSet deletions) {
            return ready.update(deletions);
        }

        byte[] late() {
            return late.update(IdSet.EMPTY);
        }

        IdSet lateIds() {
            return lateIds.build();
        }
    }

    /** Collects structs of an update, section by section; where some are left out a Skip is put in. */
    private static final class Sections {
        private final ByteWriter done = new ByteWriter();
        private final ByteWriter structs = new ByteWriter();
        private int count;
        private long client;
        private int clock;
        private int nextClock;
        private int structCount;

        void add(UpdateCursor struct, byte[] update) {
            if (structCount > 0 && struct.client != client) {
                finishSection();
            }
            if (structCount == 0) {
                count++;
                client = struct.client;
                clock = struct.clock;
            } else if (struct.clock > nextClock) {
                structs.writeUint8(StructRef.SKIP);
                structs.writeVarUint(struct.clock - nextClock);
                structCount++;
            }
            structs.writeBytes(update, struct.structStart, struct.structEnd);
            structCount++;
            nextClock = struct.clock + struct.length;
        }

        private void finishSection() {
            done.writeVarUint(structCount);
            done.writeVarUint(client);
            done.writeVarUint(clock);
            done.writeBytes(structs);
            structs.reset();
            structCount = 0;
        }

        byte[] update(IdSet deletions) {
            if (structCount > 0) {
                finishSection();
            }
            ByteWriter out = new ByteWriter(done.size() + 16);
            out.writeVarUint(count);
            out.writeBytes(done);
            deletions.encodeV1(out);
            return out.toByteArray();
        }
    }
}
