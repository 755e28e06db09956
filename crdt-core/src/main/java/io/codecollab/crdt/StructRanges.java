package io.codecollab.crdt;

import java.util.function.Consumer;

/** Visits the structs of clock ranges, cut so that each lies inside its range. */
final class StructRanges {
    private StructRanges() {}

    /**
     * Visits structs in the order of the set: client by client as they were added, clocks ascending. GC structs are visited,
     * too, and never cut. The visitor may change the document.
     */
    static void forEach(Transaction transaction, Deletions ranges, Consumer<Item> visitor) {
        for (int i = 0; i < ranges.clientCount(); i++) {
            Deletions.Client client = ranges.client(i);
            for (int range = 0; range < client.count(); range++) {
                int clock = client.clock(range);
                visit(transaction, client.log, clock, clock + client.length(range), visitor);
            }
        }
    }

    private static void visit(Transaction transaction, ClientLog log, int clock, int end, Consumer<Item> visitor) {
        for (Item item = Structs.cleanStart(transaction, log, clock);
                item != null && item.clock < end;
                item = item.next) {
            if (end < item.clockEnd()) {
                Structs.cleanStart(transaction, log, end);
            }
            visitor.accept(item);
        }
    }
}
