package io.codecollab.crdt.update;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.ByteWriter;
import java.util.Arrays;
import java.util.Map;

/**
 * Which clocks of which clients are known: for each client the next one, everything below it being there.
 *
 * <pre>
 *   stateVector := varUint(#clients) ( varUint(client) varUint(clock) )*      clients descending
 * </pre>
 *
 * Immutable.
 */
public final class StateVector {

    /** Knows nothing. */
    public static final StateVector EMPTY = new StateVector(new long[0], new int[0]);

    private final long[] clients;
    private final int[] clocks;

    /** Takes over arrays that are sorted by client, ascending, without repetition. */
    private StateVector(long[] clients, int[] clocks) {
        this.clients = clients;
        this.clocks = clocks;
    }

    /** The state vector with these entries. */
    public static StateVector of(Map<Long, Integer> clocks) {
        long[] clients = new long[clocks.size()];
        int[] next = new int[clients.length];
        int size = 0;
        for (Map.Entry<Long, Integer> entry : clocks.entrySet()) {
            clients[size] = entry.getKey();
            next[size++] = entry.getValue();
        }
        return of(clients, next);
    }

    /** The state vector with the entries of two parallel arrays, in any order; of repeated clients the last counts. */
    public static StateVector of(long[] clients, int[] clocks) {
        if (clients.length != clocks.length) {
            throw new IllegalArgumentException("clients=" + clients.length + ", clocks=" + clocks.length);
        }
        for (int i = 0; i < clients.length; i++) {
            if (clients[i] < 0 || clients[i] > ByteReader.MAX_SAFE_INTEGER || clocks[i] < 0) {
                throw new IllegalArgumentException("client=" + clients[i] + ", clock=" + clocks[i]);
            }
        }
        return sorted(clients.clone(), clocks.clone());
    }

    /** Takes over arrays in any order. */
    private static StateVector sorted(long[] clients, int[] clocks) {
        int size = clients.length;
        if (size == 0) {
            return EMPTY;
        }
        if (isAscending(clients)) {
            return new StateVector(clients, clocks);
        }
        Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Long.compare(clients[a], clients[b])); // stable: the last of equals stays last
        long[] sortedClients = new long[size];
        int[] sortedClocks = new int[size];
        int kept = 0;
        for (int i = 0; i < size; i++) {
            long client = clients[order[i]];
            if (kept > 0 && sortedClients[kept - 1] == client) {
                kept--;
            }
            sortedClients[kept] = client;
            sortedClocks[kept++] = clocks[order[i]];
        }
        return new StateVector(Arrays.copyOf(sortedClients, kept), Arrays.copyOf(sortedClocks, kept));
    }

    private static boolean isAscending(long[] clients) {
        for (int i = 1; i < clients.length; i++) {
            if (clients[i - 1] >= clients[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads an encoded state vector; bytes after it are ignored, as Yjs ignores them.
     *
     * @throws io.codecollab.crdt.lib0.DecodeException when the bytes are none; an empty array is none
     */
    public static StateVector decode(byte[] bytes) {
        return read(new ByteReader(bytes));
    }

    /** Reads an encoded state vector that is followed by something else. */
    public static StateVector read(ByteReader in) {
        int count = in.readVarUint31("client count");
        if (count > in.remaining() / 2) { // an entry takes two bytes at least
            throw in.failure("client count=" + count + " exceeds the input");
        }
        // written in descending order, so filled from the end
        long[] clients = new long[count];
        int[] clocks = new int[count];
        boolean descending = true;
        for (int i = count - 1; i >= 0; i--) {
            clients[i] = in.readVarUint();
            clocks[i] = in.readVarUint31("clock");
            descending &= i == count - 1 || clients[i] < clients[i + 1];
        }
        if (count == 0) {
            return EMPTY;
        }
        if (!descending) {
            reverse(clients, clocks);
            return sorted(clients, clocks);
        }
        return new StateVector(clients, clocks);
    }

    /** Back into the order of the bytes, in which the last of repeated clients counts. */
    private static void reverse(long[] clients, int[] clocks) {
        for (int i = 0, j = clients.length - 1; i < j; i++, j--) {
            long client = clients[i];
            clients[i] = clients[j];
            clients[j] = client;
            int clock = clocks[i];
            clocks[i] = clocks[j];
            clocks[j] = clock;
        }
    }

    /** The encoded form. */
    public byte[] encode() {
        ByteWriter out = new ByteWriter(8 + 8 * clients.length);
        write(out);
        return out.toByteArray();
    }

    /** Writes the encoded form. */
    public void write(ByteWriter out) {
        out.writeVarUint(clients.length);
        for (int i = clients.length - 1; i >= 0; i--) {
            out.writeVarUint(clients[i]);
            out.writeVarUint(clocks[i]);
        }
    }

    /** The next clock of this client; 0 when the client is unknown. */
    public int get(long client) {
        int index = Arrays.binarySearch(clients, client);
        return index < 0 ? 0 : clocks[index];
    }

    /** Whether there is an entry for this client. */
    public boolean contains(long client) {
        return Arrays.binarySearch(clients, client) >= 0;
    }

    /** The clients, ascending: a copy. */
    public long[] clients() {
        return clients.clone();
    }

    /** How many clients there are. */
    public int size() {
        return clients.length;
    }

    /** Whether there is no entry. */
    public boolean isEmpty() {
        return clients.length == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StateVector that
                && Arrays.equals(clients, that.clients)
                && Arrays.equals(clocks, that.clocks);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(clients) + Arrays.hashCode(clocks);
    }

    /** Such as {@code {7=12, 3=1}}, in the order of the encoded form. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("{");
        for (int i = clients.length - 1; i >= 0; i--) {
            out.append(clients[i]).append('=').append(clocks[i]).append(i == 0 ? "" : ", ");
        }
        return out.append('}').toString();
    }
}
