package io.codecollab.server.document;

import io.codecollab.crdt.awareness.Awareness;
import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.server.ops.Drop;
import io.codecollab.server.ops.Metrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who is in a document and where their cursor is.
 *
 * <p>A client belongs to the connection that introduced it, until that connection ends, says that the client is gone, or is
 * silent about it for 30 seconds. What other connections say about it is left out: npm clients pass on what they hear of
 * others, and nobody may pose as somebody else.
 *
 * <p>What changes is collected, so that a client which moves its cursor ten times between two {@link #takeNews} is told of
 * once.
 *
 * <p>Document thread only.
 */
final class Presence {

    /** The server takes no part; clients never choose 0. */
    private static final long SERVER_CLIENT_ID = 0;

    /** More than any npm client brings. What a connection says of further clients is left out. */
    private static final int MAX_CLIENTS_PER_CONNECTION = 32;

    private static final byte[] NOBODY = {0};

    private final Awareness awareness;
    private final int maxBytes;
    private final Metrics metrics;
    private final Map<Long, Subscriber> broughtBy = new HashMap<>();
    private final Map<Subscriber, Integer> broughtCounts = new HashMap<>();
    private final Set<Long> changed = new LinkedHashSet<>();
    private byte @Nullable [] everybody;

    /**
     * Nobody is here.
     *
     * @param nowMs milliseconds from any fixed point, never running backwards
     * @param maxBytes of what a connection says about its clients at once
     */
    Presence(LongSupplier nowMs, int maxBytes, Metrics metrics) {
        this.maxBytes = maxBytes;
        this.metrics = metrics;
        awareness = new Awareness(SERVER_CLIENT_ID, nowMs);
        awareness.setLocalState(null);
        var unused = awareness.onUpdate((change, origin) -> {
            change.added().forEach(client -> bring(client, origin));
            change.updated().forEach(client -> bring(client, origin));
            change.removed().forEach(this::forget);
            changed.addAll(change.clients());
            everybody = null;
        });
    }

    /** An awareness update of everybody who is here; a single 0 when nobody is. Not to be modified. */
    byte[] everybody() {
        byte[] known = everybody;
        if (known == null) {
            known = broughtBy.isEmpty() ? NOBODY : awareness.encode();
            everybody = known;
        }
        return known;
    }

    boolean isEmpty() {
        return broughtBy.isEmpty();
    }

    /**
     * Takes in what a connection says about its clients.
     *
     * @throws DecodeException if it is no awareness update; nothing has changed
     * @throws RefusedException if it is too much of one; nothing has changed
     */
    void announce(Subscriber from, byte[] update) {
        byte[] own = withoutForeign(from, update);
        if (own.length > maxBytes) {
            metrics.dropped(Drop.LARGE_AWARENESS);
            throw new RefusedException(
                    CloseReason.TOO_LARGE, "presence too large, bytes=" + own.length + ", maxBytes=" + maxBytes);
        }
        if (own.length > 1) {
            var unused = awareness.apply(own, from);
        }
    }

    /** Takes a connection's clients away. */
    void leave(Subscriber who) {
        if (!broughtCounts.containsKey(who)) {
            return;
        }
        List<Long> gone = new ArrayList<>();
        broughtBy.forEach((client, by) -> {
            if (by == who) {
                gone.add(client);
            }
        });
        awareness.removeStates(gone, who);
    }

    /** Takes the clients away that were not heard of for 30 seconds. */
    void expire() {
        awareness.tick();
    }

    boolean hasNews() {
        return !changed.isEmpty();
    }

    /** The last state of everybody who changed since the last call, as an awareness update. */
    byte[] takeNews() {
        byte[] news = awareness.encode(changed);
        changed.clear();
        return news;
    }

    private void bring(long client, @Nullable Object by) {
        if (by instanceof Subscriber subscriber && broughtBy.put(client, subscriber) == null) {
            broughtCounts.merge(subscriber, 1, Integer::sum);
        }
    }

    private void forget(long client) {
        Subscriber by = broughtBy.remove(client);
        if (by != null) {
            broughtCounts.computeIfPresent(by, (who, count) -> count == 1 ? null : count - 1);
        }
    }

    /**
     * An awareness update without the clients that somebody else brought. Nearly all have one entry and lose none; most of
     * the others are echoes and lose all.
     *
     * <pre>
     *   update := count (client clock json)*
     * </pre>
     */
    private byte[] withoutForeign(Subscriber from, byte[] update) {
        ByteReader reader = new ByteReader(update);
        int count = reader.readVarUint31("awareness clients");
        int room = MAX_CLIENTS_PER_CONNECTION - broughtCounts.getOrDefault(from, 0);
        List<int[]> own = new ArrayList<>(1);
        for (int i = 0; i < count; i++) {
            int start = reader.position();
            long client = reader.readVarUint();
            reader.readVarUint();
            reader.skipVarString();
            Subscriber owner = broughtBy.get(client);
            if (owner == from || (owner == null && room-- > 0)) {
                own.add(new int[] {start, reader.position()});
            }
        }
        if (own.size() == count) {
            return update;
        }
        metrics.dropped(Drop.FOREIGN_AWARENESS);
        ByteWriter writer = new ByteWriter(update.length);
        writer.writeVarUint(own.size());
        own.forEach(range -> writer.writeBytes(update, range[0], range[1]));
        return writer.toByteArray();
    }
}
