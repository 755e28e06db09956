package io.codecollab.crdt.awareness;

import io.codecollab.crdt.lib0.Any;
import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.lib0.JsonText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The states of all clients as one of them knows them, by the rules of y-protocols 1.0.7 (awareness.js).
 *
 * <p>Every client writes its own state and counts its versions with a clock. A state is accepted from anybody who carries a
 * larger clock than the one known; a state of null says that a client is gone and also wins over a state of the same clock.
 * A client that hears that it is gone itself stays, and says so with a larger clock.
 *
 * <p>A new client is here at once: its state is <code>{}</code>. One that only listens, as a server does, calls {@link
 * #setLocalState(String) setLocalState(null)} first. Call {@link #tick()} every {@value #TICK_MS} ms: it renews the own state
 * and drops clients that were silent too long. Nothing here starts a thread or reads a clock of its own.
 *
 * <p>There are two events, as in y-protocols. <em>Update</em> lists every state that was accepted, even one equal to the last:
 * it is what has to be passed on. <em>Change</em> leaves equal states out: it is what has to be drawn.
 *
 * <p>Not thread-safe: one thread at a time; listeners are called on it.
 */
public final class Awareness {

    /** Milliseconds without a word after which a remote client is gone. */
    public static final long OUTDATED_AFTER_MS = 30_000;

    /** Milliseconds after which {@link #tick()} repeats the own state. */
    public static final long RENEW_AFTER_MS = OUTDATED_AFTER_MS / 2;

    /** Milliseconds between two calls of {@link #tick()}. */
    public static final long TICK_MS = OUTDATED_AFTER_MS / 10;

    /** Origin of what this client did to its own state. */
    public static final String LOCAL = "local";

    /** Origin of the removal of silent clients. */
    public static final String TIMEOUT = "timeout";

    /** A listener's stay; closing it twice does nothing. */
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    private final long clientId;
    private final LongSupplier nowMs;
    private final AwarenessLimits limits;
    private final ClientStates states;
    private final AwarenessListeners changeListeners = new AwarenessListeners();
    private final AwarenessListeners updateListeners = new AwarenessListeners();

    /** An awareness with the {@linkplain AwarenessLimits#DEFAULT default limits}. */
    public Awareness(long clientId, LongSupplier nowMs) {
        this(clientId, nowMs, AwarenessLimits.DEFAULT);
    }

    /**
     * An awareness of which nobody knows yet, its own state <code>{}</code> at clock 0.
     *
     * @param clientId the own client, that of the document
     * @param nowMs milliseconds from any fixed point, never running backwards
     */
    public Awareness(long clientId, LongSupplier nowMs, AwarenessLimits limits) {
        this.clientId = clientId;
        this.nowMs = nowMs;
        this.limits = limits;
        this.states = new ClientStates(clientId, limits.maxGoneClients());
        states.put(clientId, new ClientState(0, nowMs.getAsLong(), "{}"));
    }

    public long clientId() {
        return clientId;
    }

    /** JSON text of every client that is here, in the order they came. A copy. */
    public Map<Long, String> states() {
        Map<Long, String> copy = new LinkedHashMap<>();
        states.present().forEach((client, state) -> {
            if (state.json() != null) {
                copy.put(client, state.json());
            }
        });
        return copy;
    }

    /** JSON text of a client's state, or null when it is not here. */
    public @Nullable String state(long client) {
        ClientState known = states.get(client);
        return known == null ? null : known.json();
    }

    /** The clock of the last state known of a client, empty when it was never heard of. */
    public OptionalLong clock(long client) {
        ClientState known = states.get(client);
        return known == null ? OptionalLong.empty() : OptionalLong.of(known.clock());
    }

    /** JSON text of the own state, or null when this client takes no part. */
    public @Nullable String localState() {
        return state(clientId);
    }

    /**
     * Replaces the own state, also by an equal one, under the next clock.
     *
     * @param json the state as JSON text (see {@link JsonText#write}), or null to leave
     * @throws IllegalArgumentException if the text is not JSON
     */
    public void setLocalState(@Nullable String json) {
        String newState = json == null || parseOwn(json) == null ? null : json;
        String previous = localState();
        putLocal(newState);

        Changes changes = new Changes();
        if (newState == null) {
            changes.removed.add(clientId);
        } else if (previous == null) {
            changes.added.add(clientId);
        } else {
            changes.update(clientId, previous, newState);
        }
        changes.announce(LOCAL);
    }

    /** Sets one field of the own state and keeps the others; does nothing while this client takes no part. */
    public void setLocalStateField(String field, @Nullable Object value) {
        String json = localState();
        if (json == null) {
            return;
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        if (JsonText.read(json) instanceof Map<?, ?> current) {
            current.forEach((key, old) -> fields.put((String) key, old));
        }
        fields.put(field, value);
        setLocalState(JsonText.write(fields));
    }

    private void putLocal(@Nullable String json) {
        ClientState known = states.get(clientId);
        long clock = known == null ? 0 : nextClock(known.clock());
        states.put(clientId, new ClientState(clock, nowMs.getAsLong(), json));
    }

    /** Stays encodable when somebody else drives the clock to its end. */
    private static long nextClock(long clock) {
        return Math.min(clock + 1, ByteReader.MAX_SAFE_INTEGER);
    }

    private static @Nullable Object parseOwn(String json) {
        try {
            return JsonText.read(json);
        } catch (DecodeException notJson) {
            throw new IllegalArgumentException("awareness state is not JSON, " + notJson.getMessage(), notJson);
        }
    }

    /** Everybody who is here, as one update for somebody new. */
    public byte[] encode() {
        return encode(states.present().keySet());
    }

    /**
     * The last known states of these clients as one update: what to send after an update event.
     *
     * @throws IllegalArgumentException if a client was never heard of
     */
    public byte[] encode(Collection<Long> clients) {
        List<AwarenessEntry> entries = new ArrayList<>(clients.size());
        for (long client : clients) {
            ClientState known = states.get(client);
            if (known == null) {
                throw new IllegalArgumentException("client was never heard of, client=" + client);
            }
            entries.add(new AwarenessEntry(client, known.clock(), known.json()));
        }
        return AwarenessUpdate.encode(entries);
    }

    /**
     * Takes in what somebody else says. The whole update is read and checked before anything changes.
     *
     * @param origin is handed to the listeners
     * @return the accepted states, as the update event lists them
     * @throws DecodeException if the bytes are not an awareness update or would grow this past its limits
     */
    public AwarenessChange apply(byte[] update, @Nullable Object origin) {
        return apply(AwarenessUpdate.decode(update, limits), origin);
    }

    /**
     * Takes in what somebody else says, as {@link #apply(byte[], Object)} does, once it was decoded within the same limits:
     * for whoever looks at the entries first, such as a server that leaves some out.
     *
     * @throws DecodeException if the entries would grow this past its limits
     */
    public AwarenessChange apply(List<AwarenessEntry> entries, @Nullable Object origin) {
        requireRoomFor(entries);
        long now = nowMs.getAsLong();
        Changes changes = new Changes();
        for (AwarenessEntry entry : entries) {
            ClientState known = states.get(entry.clientId());
            if (isNews(known, entry)) {
                accept(known, entry, now, changes);
            }
        }
        return changes.announce(origin);
    }

    /** A first state of clock 0 is no news: the clock of an unknown client counts as 0. */
    private static boolean isNews(@Nullable ClientState known, AwarenessEntry entry) {
        long knownClock = known == null ? 0 : known.clock();
        return knownClock < entry.clock()
                || (knownClock == entry.clock() && entry.state() == null && known != null && known.isPresent());
    }

    private void accept(@Nullable ClientState known, AwarenessEntry entry, long now, Changes changes) {
        long client = entry.clientId();
        String state = entry.state();
        if (state == null && client == clientId && known != null && known.isPresent()) {
            // nobody removes the own state: outbid them. The event still says "removed", which makes providers send it
            states.put(client, new ClientState(nextClock(entry.clock()), now, known.json()));
        } else {
            states.put(client, new ClientState(entry.clock(), now, state));
        }

        if (known == null && state != null) {
            changes.added.add(client);
        } else if (known != null && state == null) {
            changes.removed.add(client);
        } else if (known != null && state != null) {
            changes.update(client, known.json(), state);
        }
    }

    /** Counts what the update adds and not what it takes away, so that no order of its entries goes past a bound. */
    private void requireRoomFor(List<AwarenessEntry> entries) {
        int clients = states.remoteCount();
        long length = states.remoteLength();
        for (AwarenessEntry entry : entries) {
            ClientState known = states.get(entry.clientId());
            String state = entry.state();
            if (state != null && entry.clientId() != clientId && isNews(known, entry)) {
                clients += known == null || !known.isPresent() ? 1 : 0;
                length += Math.max(0, state.length() - (known == null ? 0 : known.length()));
            }
        }
        if (clients > limits.maxClients() && clients > states.remoteCount()) {
            throw new DecodeException("too many awareness clients, clients=" + clients, 0);
        }
        if (length > limits.maxTotalLength() && length > states.remoteLength()) {
            throw new DecodeException("awareness states too long, length=" + length, 0);
        }
    }

    /** Removes clients that are known to be gone, without touching their clocks; the own client leaves under a new clock. */
    public void removeStates(Collection<Long> clients, @Nullable Object origin) {
        Changes changes = new Changes();
        for (long client : clients) {
            ClientState known = states.get(client);
            if (known != null && known.isPresent()) {
                if (client == clientId) {
                    putLocal(null);
                } else {
                    states.put(client, new ClientState(known.clock(), known.lastUpdatedMs(), null));
                }
                changes.removed.add(client);
            }
        }
        changes.announce(origin);
    }

    /** Renews the own state when it is due and removes the clients that were silent for {@value #OUTDATED_AFTER_MS} ms. */
    public void tick() {
        long now = nowMs.getAsLong();
        ClientState own = states.get(clientId);
        if (own != null && own.isPresent() && now - own.lastUpdatedMs() >= RENEW_AFTER_MS) {
            setLocalState(own.json());
        }
        List<Long> silent = new ArrayList<>();
        states.present().forEach((client, state) -> {
            if (client != clientId && now - state.lastUpdatedMs() >= OUTDATED_AFTER_MS) {
                silent.add(client);
            }
        });
        removeStates(silent, TIMEOUT);
    }

    /** Says good-bye: the own state is removed, its events are sent, and no listener hears anything more. */
    public void destroy() {
        setLocalState(null);
        changeListeners.clear();
        updateListeners.clear();
    }

    /** Calls the listener when somebody appeared, left, or has a state that differs from the last. */
    public Subscription onChange(AwarenessListener listener) {
        return changeListeners.add(listener);
    }

    /** Calls the listener whenever a state was accepted or removed: what the update event lists has to be passed on. */
    public Subscription onUpdate(AwarenessListener listener) {
        return updateListeners.add(listener);
    }

    /** Collects what one call did, then tells it. */
    private final class Changes {
        final List<Long> added = new ArrayList<>();
        final List<Long> updated = new ArrayList<>();
        final List<Long> changed = new ArrayList<>();
        final List<Long> removed = new ArrayList<>();

        /** Whether states are equal is only worth finding out, by parsing them, if somebody wants to know. */
        private final boolean hasChangeListeners = !changeListeners.isEmpty();

        void update(long client, @Nullable String previous, String state) {
            updated.add(client);
            if (hasChangeListeners && (previous == null || !sameJson(previous, state))) {
                changed.add(client);
            }
        }

        private static boolean sameJson(String a, String b) {
            return a.equals(b) || Any.equal(JsonText.read(a), JsonText.read(b));
        }

        AwarenessChange announce(@Nullable Object origin) {
            AwarenessChange update = new AwarenessChange(added, updated, removed);
            try {
                if (hasChangeListeners) {
                    announceChange(origin);
                }
            } finally {
                if (!update.isEmpty()) {
                    updateListeners.announce(update, origin);
                }
            }
            return update;
        }

        private void announceChange(@Nullable Object origin) {
            AwarenessChange change = new AwarenessChange(added, changed, removed);
            if (!change.isEmpty()) {
                changeListeners.announce(change, origin);
            }
        }
    }
}
