package io.codecollab.crdt.replay;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The updates a run has recorded so far, by their number in order of emission. Not thread-safe. */
final class RecordedUpdates {

    /**
     * One recorded update.
     *
     * @param v2 the V2 bytes in hex, or their digest
     * @param local whether the transaction was the emitting document's own
     */
    record Recorded(byte[] v1, String v2, boolean local) {}

    private final List<Recorded> updates = new ArrayList<>();

    /** Takes in what a record says its documents emitted. */
    List<Recorded> add(Entry entry) {
        if (entry.kind().equals("inject")) {
            return List.of(add(entry.bytes("v1"), entry.text("v2"), true));
        }
        List<Recorded> added = new ArrayList<>();
        for (Object each : entry.list("u")) {
            List<@Nullable Object> fields = Entry.asList(each);
            added.add(add(
                    HexFormat.of().parseHex((String) Objects.requireNonNull(fields.get(0))),
                    (String) Objects.requireNonNull(fields.get(1)),
                    Values.intValue(fields.get(2)) == 1));
        }
        return added;
    }

    private Recorded add(byte[] v1, String v2, boolean local) {
        Recorded recorded = new Recorded(v1, v2, local);
        updates.add(recorded);
        return recorded;
    }

    byte[] v1(int number) {
        return updates.get(number).v1();
    }

    /** The V1 bytes of each of these numbers. */
    List<byte[]> allV1(List<?> numbers) {
        List<byte[]> all = new ArrayList<>();
        for (Object number : numbers) {
            all.add(v1(Values.intValue(number)));
        }
        return all;
    }
}
