package io.codecollab.crdt;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The logs of all clients of one document.
 *
 * <p>Not thread-safe; owned by its document's writer.
 */
/*
 * An open-addressing table keyed by the client id. Attackers choose client ids, so the id is mixed before it is used.
 * A log may be empty: the id was only mentioned, as the author of an origin that has not arrived.
 */
final class StructStore {
    private static final int INITIAL_CAPACITY = 4;

    /* Odd, and another one in every process: nobody can choose ids that end up in one slot. */
    private static final long MULTIPLIER = ThreadLocalRandom.current().nextLong() | 1;

    private @Nullable ClientLog[] table = new @Nullable ClientLog[INITIAL_CAPACITY];
    private int size;
    private @Nullable ClientLog recent;

    private ClientLog @Nullable [] descending;

    int size() {
        return size;
    }

    @Nullable
    ClientLog get(long client) {
        ClientLog hit = recent;
        if (hit != null && hit.client == client) {
            return hit;
        }
        ClientLog log = table[slot(table, client)];
        if (log != null) {
            recent = log;
        }
        return log;
    }

    ClientLog getOrCreate(long client) {
        ClientLog known = get(client);
        if (known != null) {
            return known;
        }
        ClientLog log = new ClientLog(client);
        if ((size + 1) * 3 > table.length * 2) {
            table = rehashed(table.length * 2);
        }
        table[slot(table, client)] = log;
        size++;
        recent = log;
        descending = null;
        return log;
    }

    /** Forgets logs that were created for an update which turned out to be malformed; they are empty. */
    void remove(Collection<ClientLog> logs) {
        Set<ClientLog> gone = Collections.newSetFromMap(new IdentityHashMap<>());
        gone.addAll(logs);
        for (int i = 0; i < table.length; i++) {
            ClientLog log = table[i];
            if (log != null && gone.contains(log)) {
                table[i] = null;
                size--;
            }
        }
        table = rehashed(table.length);
        recent = null;
        descending = null;
    }

    /** Forgets the clients that have written nothing here: to be called when nothing is parked. */
    void forgetMentioned() {
        int kept = 0;
        for (int i = 0; i < table.length; i++) {
            ClientLog log = table[i];
            if (log != null && log.nextClock == 0) {
                table[i] = null;
            } else if (log != null) {
                kept++;
            }
        }
        size = kept;
        int capacity = INITIAL_CAPACITY;
        while ((size + 1) * 3 > capacity * 2) {
            capacity *= 2;
        }
        table = rehashed(capacity);
        recent = null;
        descending = null;
    }

    int clock(long client) {
        ClientLog log = get(client);
        return log == null ? 0 : log.nextClock;
    }

    /** All logs in descending order of client id, the order of every encoding; do not modify. */
    ClientLog[] descending() {
        ClientLog[] logs = descending;
        if (logs == null) {
            logs = new ClientLog[size];
            int i = 0;
            for (ClientLog log : table) {
                if (log != null) {
                    logs[i++] = log;
                }
            }
            Arrays.sort(logs, (a, b) -> Long.compare(b.client, a.client));
            descending = logs;
        }
        return logs;
    }

    private @Nullable ClientLog[] rehashed(int capacity) {
        @Nullable ClientLog[] bigger = new @Nullable ClientLog[capacity];
        for (ClientLog log : table) {
            if (log != null) {
                bigger[slot(bigger, log.client)] = log;
            }
        }
        return bigger;
    }

    private static int slot(@Nullable ClientLog[] table, long client) {
        long mixed = client * MULTIPLIER;
        int mask = table.length - 1;
        int slot = (int) (mixed >>> 32) & mask;
        for (ClientLog log = table[slot]; log != null && log.client != client; log = table[slot]) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
