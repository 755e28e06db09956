package io.codecollab.crdt.awareness;

import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every client ever heard of: those who are here in the order they came, those who left in the order they left. Not
 * thread-safe.
 *
 * <p>Who left is remembered for its clock, so that a delayed message cannot bring it back, and forgotten when too many did.
 */
final class ClientStates {

    private final long ownClientId;
    private final int maxGoneClients;
    private final Map<Long, ClientState> present = new LinkedHashMap<>();
    private final Map<Long, ClientState> gone = new LinkedHashMap<>();

    /** UTF-16 code units of the states of everybody else. */
    private int remoteLength;

    ClientStates(long ownClientId, int maxGoneClients) {
        this.ownClientId = ownClientId;
        this.maxGoneClients = maxGoneClients;
    }

    @Nullable
    ClientState get(long clientId) {
        ClientState state = present.get(clientId);
        return state != null ? state : gone.get(clientId);
    }

    void put(long clientId, ClientState state) {
        ClientState previous = state.isPresent() ? putPresent(clientId, state) : putGone(clientId, state);
        if (clientId != ownClientId) {
            remoteLength += state.length() - (previous == null ? 0 : previous.length());
        }
    }

    private @Nullable ClientState putPresent(long clientId, ClientState state) {
        gone.remove(clientId);
        return present.put(clientId, state);
    }

    private @Nullable ClientState putGone(long clientId, ClientState state) {
        ClientState previous = present.remove(clientId);
        gone.remove(clientId);
        gone.put(clientId, state);
        if (gone.size() > maxGoneClients) {
            forgetLongestGone();
        }
        return previous;
    }

    private void forgetLongestGone() {
        Iterator<Long> longestGoneFirst = gone.keySet().iterator();
        if (longestGoneFirst.next() == ownClientId) {
            // the own clock must only grow, so the own entry stays whatever its age
            longestGoneFirst.next();
        }
        longestGoneFirst.remove();
    }

    Map<Long, ClientState> present() {
        return Collections.unmodifiableMap(present);
    }

    int remoteCount() {
        return present.containsKey(ownClientId) ? present.size() - 1 : present.size();
    }

    int remoteLength() {
        return remoteLength;
    }
}
