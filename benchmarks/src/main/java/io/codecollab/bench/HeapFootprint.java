package io.codecollab.bench;

import io.codecollab.crdt.Doc;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * How many bytes of heap does a loaded document keep per struct, and how many an empty one?
 *
 * <p>Not a timing: a program that keeps many documents alive and asks the collector what is left of the heap. The text of
 * the loaded documents is not read. Run it with a collector that is exact about it, {@code -XX:+UseSerialGC}; it prints
 * bytes, as one line of JSON.
 *
 * <pre>benchmarks/run full -q HeapFootprint</pre>
 */
final class HeapFootprint {

    /** Enough structs that what is not of the documents divides away. */
    private static final int STRUCTS = 400_000;

    private static final int EMPTY_DOCUMENTS = 20_000;

    private HeapFootprint() {}

    /** {@code struct TRACE}, {@code struct b4x100} or {@code emptyDocument}. */
    public static void main(String[] args) {
        Traces traces = Traces.open();
        double bytes = switch (args.length == 0 ? "" : args[0]) {
            case "struct" ->
                bytesPerStruct(
                        args[1].equals("b4x100")
                                ? HugeDocument.readOrBuild(traces, HugeDocument.COPIES)
                                : traces.document(args[1], "v1"));
            case "emptyDocument" -> bytesOfEmptyDocument(EMPTY_DOCUMENTS);
            default -> throw new IllegalArgumentException("usage: HeapFootprint struct TRACE | emptyDocument");
        };
        System.out.printf(Locale.ROOT, "{\"unit\":\"B\",\"bytes\":%.3f}%n", bytes);
    }

    /** Every document takes a copy of the update, so that what it keeps of it counts. */
    static double bytesPerStruct(byte[] update) {
        int structs = Question.load(update).structCount();
        int copies = Math.max(2, (STRUCTS + structs - 1) / structs);
        return (double) grownBy(copies, () -> Question.load(update.clone())) / copies / structs;
    }

    /** With one root text asked for, and nothing in it. */
    static double bytesOfEmptyDocument(int copies) {
        return (double) grownBy(copies, () -> {
                    Doc doc = new Doc();
                    doc.getText("text");
                    return doc;
                })
                / copies;
    }

    /** How much more heap is used while this many documents live; two are made first, for what is made once. */
    private static long grownBy(int copies, Supplier<Doc> make) {
        List<Doc> alive = new ArrayList<>(copies + 2);
        alive.add(make.get());
        alive.add(make.get());
        long before = bytesInUse();
        for (int i = 0; i < copies; i++) {
            alive.add(make.get());
        }
        long after = bytesInUse();
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
