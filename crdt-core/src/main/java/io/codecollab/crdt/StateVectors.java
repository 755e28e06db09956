package io.codecollab.crdt;

import io.codecollab.crdt.update.StateVector;
import java.util.HashMap;
import java.util.Map;

/** Makes state vectors of a document. */
final class StateVectors {
    private StateVectors() {}

    static StateVector now(StructStore store) {
        return StateVector.of(clocks(store));
    }

    /** The state vector before or after a transaction that is being cleaned up. */
    static StateVector around(StructStore store, Transaction transaction, boolean before) {
        Map<Long, Integer> clocks = clocks(store);
        for (int i = transaction.touchedCount() - 1; i >= 0; i--) {
            boolean own = i < transaction.ownTouchedCount();
            int clock = before || !own ? transaction.before(i) : transaction.after(i);
            if (clock == 0) {
                clocks.remove(transaction.touched(i).client);
            } else {
                clocks.put(transaction.touched(i).client, clock);
            }
        }
        return StateVector.of(clocks);
    }

    private static Map<Long, Integer> clocks(StructStore store) {
        Map<Long, Integer> clocks = new HashMap<>();
        for (ClientLog log : store.descending()) {
            if (log.nextClock > 0) {
                clocks.put(log.client, log.nextClock);
            }
        }
        return clocks;
    }
}
