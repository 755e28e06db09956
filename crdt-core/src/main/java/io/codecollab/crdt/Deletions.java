package io.codecollab.crdt;

import io.codecollab.crdt.update.IdSet;
import java.util.Arrays;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The clock ranges one transaction has deleted, by client.
 *
 * <p>Not thread-safe.
 */
final class Deletions {
    private static final int LINEAR_CLIENTS = 8;

    /** Ranges of one client: clock, length, clock, length … Sorted and joined once {@link #sort} has run. */
    static final class Client {
        final ClientLog log;
        final IntList ranges = new IntList();
        private boolean sorted = true;

        Client(ClientLog log) {
            this.log = log;
        }

        int count() {
            return ranges.size() >> 1;
        }

        int clock(int i) {
            return ranges.get(2 * i);
        }

        int length(int i) {
            return ranges.get(2 * i + 1);
        }

        private void add(int clock, int length) {
            int size = ranges.size();
            if (size > 0) {
                int end = ranges.get(size - 2) + ranges.get(size - 1);
                if (clock == end) {
                    ranges.addToLast(length);
                    return;
                }
                sorted &= clock > end;
            }
            ranges.add(clock);
            ranges.add(length);
        }

        private void sort() {
            if (sorted) {
                return;
            }
            long[] pairs = new long[count()];
            for (int i = 0; i < pairs.length; i++) {
                pairs[i] = ((long) clock(i) << 32) | length(i);
            }
            Arrays.sort(pairs);
            ranges.removeRange(0, ranges.size());
            int end = -1;
            for (long pair : pairs) {
                int clock = (int) (pair >>> 32);
                int pairEnd = clock + (int) pair;
                if (clock <= end) {
                    if (pairEnd > end) {
                        ranges.addToLast(pairEnd - end);
                        end = pairEnd;
                    }
                } else {
                    ranges.add(clock);
                    ranges.add((int) pair);
                    end = pairEnd;
                }
            }
            sorted = true;
        }

        boolean contains(int clock) {
            int low = 0;
            int high = count() - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                int start = clock(middle);
                if (clock < start) {
                    high = middle - 1;
                } else if (clock < start + length(middle)) {
                    return true;
                } else {
                    low = middle + 1;
                }
            }
            return false;
        }
    }

    private Client[] clients = {};
    private int count;
    private @Nullable IdentityHashMap<ClientLog, Client> byLog;
    private boolean haveContent;

    boolean isEmpty() {
        return count == 0;
    }

    /** Whether live items were deleted, as opposed to tombstones that arrived as such. */
    boolean haveContent() {
        return haveContent;
    }

    void addContent(ClientLog log, int clock, int length) {
        haveContent = true;
        add(log, clock, length);
    }

    int clientCount() {
        return count;
    }

    /** Clients in the order in which they were first deleted from. */
    Client client(int i) {
        return clients[i];
    }

    void add(ClientLog log, int clock, int length) {
        Client client = count > 0 && clients[count - 1].log == log ? clients[count - 1] : find(log);
        if (client == null) {
            client = new Client(log);
            if (count == clients.length) {
                clients = Arrays.copyOf(clients, Math.max(1, count * 2));
            }
            clients[count++] = client;
            if (byLog != null) {
                byLog.put(log, client);
            } else if (count > LINEAR_CLIENTS) {
                IdentityHashMap<ClientLog, Client> map = new IdentityHashMap<>();
                for (int i = 0; i < count; i++) {
                    map.put(clients[i].log, clients[i]);
                }
                byLog = map;
            }
        }
        client.add(clock, length);
    }

    void sort() {
        for (int i = 0; i < count; i++) {
            clients[i].sort();
        }
    }

    /** Ask only after {@link #sort}. */
    boolean contains(ClientLog log, int clock) {
        Client client = find(log);
        return client != null && client.contains(clock);
    }

    IdSet toIdSet() {
        IdSet.Builder builder = new IdSet.Builder();
        for (int i = 0; i < count; i++) {
            Client client = clients[i];
            for (int range = 0; range < client.count(); range++) {
                builder.add(client.log.client, client.clock(range), client.length(range));
            }
        }
        return builder.build();
    }

    private @Nullable Client find(ClientLog log) {
        IdentityHashMap<ClientLog, Client> map = byLog;
        if (map != null) {
            return map.get(log);
        }
        for (int i = 0; i < count; i++) {
            if (clients[i].log == log) {
                return clients[i];
            }
        }
        return null;
    }
}
