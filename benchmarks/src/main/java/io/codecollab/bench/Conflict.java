package io.codecollab.bench;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.lib0.JsonText;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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
public class Conflict extends EngineQuestion {

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

    @Setup
    public void setUp() {
        List<byte[]> records = traces.records("conf-" + conflict + ".bin");
        base = records.get(0);
        updates = records.subList(1, records.size());
        prepare();
        check(deliver().read());
    }

    @Setup(Level.Invocation)
    public void prepare() {
        startWith(base);
    }

    @Benchmark
    public CrdtDocument deliver() {
        return applyAll(document(), updates);
    }

    /** The three roots the conflicts are about hold what the trace says they hold. */
    void check(Doc doc) {
        String expectedJson = traces.text("conf-" + conflict + ".json");
        if (!(JsonText.read(expectedJson) instanceof Map<?, ?> expected)) {
            throw new IllegalArgumentException("not an object, json=" + expectedJson);
        }
        same(text(doc), expected.get("text"));
        same(doc.getMap("map").toJson(), expected.get("map"));
        same(doc.getArray("array").toJson(), expected.get("array"));
    }

    /** Equal as JSON: the keys of an object are in any order, as yrs writes them. */
    private static void same(@Nullable Object actual, @Nullable Object expected) {
        String json = JsonText.write(actual);
        if (!Objects.equals(JsonText.read(json), expected)) {
            throw new IllegalStateException("wrong content, json=" + json + ", expected=" + JsonText.write(expected));
        }
    }
}
