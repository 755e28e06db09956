package io.codecollab.bench;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.lib0.JsonText;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * How long do edits take that were made at once, by many clients, at one place?
 *
 * <p>One run: a fresh copy of the common document (not timed) takes everybody's updates in delivery order. The names say
 * what happened: {@code k1000} a thousand clients insert at one position (ascending, descending, shuffled client
 * numbers); {@code t200x50} two hundred type fifty characters each at one spot, {@code back50x50} fifty type backwards;
 * {@code b3} a client each writes one root; {@code b2} two clients make 6,000 edits each. {@code merged} is one update
 * per client, else one per operation.
 *
 * <pre>benchmarks/run full -q Conflict</pre>
 */
public class Conflict extends Question {

    @Param({
        "k1000-shuffled",
        "k1000-asc",
        "k1000-desc",
        "t200x50-interleaved",
        "t200x50-merged",
        "back50x50-interleaved",
        "b3-text-1540",
        "b3-text-77",
        "b3-array-1540",
        "b3-array-77",
        "b3-map-number-1540",
        "b3-map-number-77",
        "b3-map-object-1540",
        "b3-map-object-77",
        "b2-random-insert-perop",
        "b2-random-insert-merged",
        "b2-insert-delete-perop",
        "b2-insert-delete-merged"
    })
    String conflict = "k1000-shuffled";

    private byte[] base = {};
    private List<byte[]> updates = List.of();
    private Doc doc = new Doc();

    @Setup
    public void setUp() {
        List<byte[]> records = traces.records("conf-" + conflict + ".bin");
        base = records.get(0);
        updates = records.subList(1, records.size());
        prepare();
        check(deliver(), traces.text("conf-" + conflict + ".json"));
    }

    @Setup(Level.Invocation)
    public void prepare() {
        doc = load(base);
    }

    @Benchmark
    public Doc deliver() {
        return applyAll(doc, updates);
    }

    /** The three roots the conflicts are about hold what this JSON object says. */
    private static void check(Doc doc, String expectedJson) {
        if (!(JsonText.read(expectedJson) instanceof Map<?, ?> expected)) {
            throw new IllegalArgumentException("not an object, json=" + expectedJson);
        }
        Check.sameText(JsonText.write(text(doc)), JsonText.write(expected.get("text")));
        Check.sameText(JsonText.write(doc.getMap("map").toJson()), JsonText.write(expected.get("map")));
        Check.sameText(JsonText.write(doc.getArray("array").toJson()), JsonText.write(expected.get("array")));
    }
}
