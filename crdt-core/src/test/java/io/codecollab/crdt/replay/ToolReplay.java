package io.codecollab.crdt.replay;

import io.codecollab.crdt.update.StateVector;
import io.codecollab.crdt.update.UpdateMeta;
import io.codecollab.crdt.update.Updates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tools that work on updates without a document, against a {@code tool} record. Stateless. */
final class ToolReplay {

    private ToolReplay() {}

    /**
     * Compares the results of all tools.
     *
     * @param v1 the updates the record is about
     * @param v2 the same as V2; converting would not do, since Yjs forgets on the way that a map entry with an origin has a key
     */
    static void check(Entry entry, List<byte[]> v1, List<byte[]> v2) {
        byte[] against = entry.bytes("against");
        byte[] merged = Updates.mergeUpdates(v1);
        byte[] mergedV2 = Updates.mergeUpdatesV2(v2);
        Expect.v1("merged update", entry.text("merge"), merged);
        Expect.v2("merged V2 update", entry.text("mergeV2"), mergedV2);
        Expect.bytes("state vector of an update", entry.text("sv"), Updates.encodeStateVectorFromUpdate(merged));
        Expect.bytes(
                "state vector of a V2 update", entry.text("svV2"), Updates.encodeStateVectorFromUpdateV2(mergedV2));
        UpdateMeta meta = Updates.parseUpdateMeta(merged);
        Expect.equal("meta of an update", entry.list("meta"), List.of(clocks(meta.from()), clocks(meta.to())));
        Expect.v1("diff of an update", entry.text("diff"), Updates.diffUpdate(merged, against));
        Expect.v2("diff of a V2 update", entry.text("diffV2"), Updates.diffUpdateV2(mergedV2, against));
        Expect.v2("update converted to V2", entry.text("toV2"), Updates.convertUpdateFormatV1ToV2(merged));
        Expect.v1("update converted to V1", entry.text("toV1"), Updates.convertUpdateFormatV2ToV1(mergedV2));
        Expect.v1("obfuscated update", entry.text("obfuscated"), Updates.obfuscateUpdate(merged));
    }

    static byte[] merge(List<byte[]> updates) {
        return Updates.mergeUpdates(updates);
    }

    static byte[] mergeV2(List<byte[]> updates) {
        return Updates.mergeUpdatesV2(updates);
    }

    static byte[] toV2(byte[] update) {
        return Updates.convertUpdateFormatV1ToV2(update);
    }

    static byte[] diff(byte[] update, byte[] stateVector) {
        return Updates.diffUpdate(update, stateVector);
    }

    static byte[] diffV2(byte[] update, byte[] stateVector) {
        return Updates.diffUpdateV2(update, stateVector);
    }

    private static List<@Nullable Object> clocks(StateVector vector) {
        Map<String, Integer> sorted = new TreeMap<>();
        for (long client : vector.clients()) {
            sorted.put(Long.toString(client), vector.get(client));
        }
        List<@Nullable Object> clocks = new ArrayList<>();
        sorted.forEach((client, clock) -> clocks.add(List.of(client, clock)));
        return clocks;
    }
}
