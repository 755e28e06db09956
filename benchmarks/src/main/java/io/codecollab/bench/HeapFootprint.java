package io.codecollab.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * How many bytes of memory does a loaded document keep per struct, and how many an empty one?
 *
 * <p>Not a timing: a program that keeps many documents alive and asks the collector what is left of the heap. The text of
 * the loaded documents is not read. What an engine holds outside the heap counts, as its allocator counts it. Run it with
 * a collector that is exact about it, {@code -XX:+UseSerialGC}; it prints bytes, as one line of JSON.
 *
 * <pre>benchmarks/run full -q HeapFootprint</pre>
 */
final class HeapFootprint {

    /** Enough structs that what is not of the documents divides away. */
    private static final int STRUCTS = 400_000;

    private static final int EMPTY_DOCUMENTS = 20_000;

    private HeapFootprint() {}

    /** {@code struct TRACE}, {@code struct b4x100} or {@code emptyDocument}; then {@code engine=NAME}, unless it is java. */
    public static void main(String[] args) {
        List<String> words = new ArrayList<>(List.of(args));
        CrdtEngine engine = CrdtEngine.named(words.removeIf("engine=yrs"::equals) ? "yrs" : "java");
        Traces traces = Traces.open();
        double bytes = switch (String.join(" ", words)) {
            case "emptyDocument" -> bytesOfEmptyDocument(engine, EMPTY_DOCUMENTS);
            case "struct b4x100" -> bytesPerStruct(engine, HugeDocument.readOrBuild(traces, HugeDocument.COPIES));
            case "struct b4", "struct hot-random", "struct hot-typing" ->
                bytesPerStruct(engine, traces.document(words.get(1), "v1"));
            default ->
                throw new IllegalArgumentException("usage: HeapFootprint struct TRACE | emptyDocument [engine=yrs]");
        };
        System.out.printf(Locale.ROOT, "{\"unit\":\"B\",\"bytes\":%.3f}%n", bytes);
    }

    /** Every document takes a copy of the update, so that what it keeps of it counts. */
    static double bytesPerStruct(CrdtEngine engine, byte[] update) {
        int structs = Question.load(update).structCount();
        int copies = Math.max(2, (STRUCTS + structs - 1) / structs);
        return (double) grownBy(engine, copies, () -> engine.load(update.clone())) / copies / structs;
    }

    /** With one root text asked for, and nothing in it. */
    static double bytesOfEmptyDocument(CrdtEngine engine, int copies) {
        return (double) grownBy(engine, copies, () -> {
                    CrdtDocument document = engine.newDocument();
                    document.editor();
                    return document;
                })
                / copies;
    }

    /** How much more memory is used while this many documents live; two are made first, for what is made once. */
    private static long grownBy(CrdtEngine engine, int copies, Supplier<CrdtDocument> make) {
        List<Object> alive = new ArrayList<>(copies + 2);
        alive.add(make.get().holder());
        alive.add(make.get().holder());
        long before = bytesInUse() + engine.nativeBytesInUse();
        for (int i = 0; i < copies; i++) {
            alive.add(make.get().holder());
        }
        long after = bytesInUse() + engine.nativeBytesInUse();
        if (alive.size() != copies + 2) {
            throw new IllegalStateException("documents were dropped");
        }
        return after - before;
    }

    private static long bytesInUse() {
        long used = Long.MAX_VALUE;
        // a full collection more often finds nothing new, but the first one may leave what finalisers and references
        // hold
        for (int i = 0; i < 3; i++) {
            System.gc();
            used = Math.min(
                    used,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return used;
    }
}
