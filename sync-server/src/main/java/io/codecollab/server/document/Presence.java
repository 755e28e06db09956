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
 * others, and nobody may pose as somebody else. A client that another instance brought has moved here when a connection knows
 * more of it than that instance said.
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
    private final Map<Long, Object> broughtBy = new HashMap<>(); // a Subscriber or a Peer
    private final Map<Object, Integer> broughtCounts = new HashMap<>();
    private final Set<Long> changed = new LinkedHashSet<>();
    private final Set<Long> changedHere = new LinkedHashSet<>();
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
            change.clients().forEach(client -> noteIfHere(client, origin));
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

    /** An awareness update of those who are on this instance; a single 0 when nobody is. */
    byte[] everybodyHere() {
        List<Long> here = new ArrayList<>();
        broughtBy.forEach((client, by) -> {
            if (by instanceof Subscriber) {
                here.add(client);
            }
        });
        return here.isEmpty() ? NOBODY : awareness.encode(here);
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

    /**
     * Takes in what another instance says about its clients.
     *
     * @throws DecodeException if it is no awareness update; nothing has changed
     */
    void announceThere(Peer peer, byte[] update) {
        var unused = awareness.apply(update, peer);
    }

    /** Takes the clients of a connection, or of another instance, away. */
    void leave(Object who) {
        if (!broughtCounts.containsKey(who)) {
            return;
        }
        List<Long> gone = new ArrayList<>();
        broughtBy.forEach((client, by) -> {
            if (by.equals(who)) {
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

    boolean hasNewsForPeers() {
        return !changedHere.isEmpty();
    }

    /** The same as {@link #takeNews}, of those who are or were on this instance. */
    byte[] takeNewsForPeers() {
        byte[] news = awareness.encode(changedHere);
        changedHere.clear();
        return news;
    }

    /** What another instance said about a client need not be told to other instances. */
    private void noteIfHere(long client, @Nullable Object by) {
        if (by instanceof Subscriber || (!(by instanceof Peer) && broughtBy.get(client) instanceof Subscriber)) {
            changedHere.add(client);
        } else {
            changedHere.remove(client); // it has moved to another instance
        }
    }

    private void bring(long client, @Nullable Object by) {
        if (by == null || by.equals(broughtBy.get(client))) {
            return;
        }
        forget(client); // it has come from another instance, or gone to one
        broughtBy.put(client, by);
        broughtCounts.merge(by, 1, Integer::sum);
    }

    private void forget(long client) {
        Object by = broughtBy.remove(client);
        if (by != null) {
            broughtCounts.computeIfPresent(by, (who, count) -> count == 1 ? null : count - 1);
        }
    }

    private long clockOf(long client) {
        return awareness.clock(client).orElse(-1);
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
            long clock = reader.readVarUint();
            reader.skipVarString();
            Object owner = broughtBy.get(client);
            boolean isFree = owner == null || (owner instanceof Peer && clock > clockOf(client));
            if (owner == from || (isFree && room-- > 0)) {
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
