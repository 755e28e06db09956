package io.codecollab.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Prints where the samples of a JFR recording fell: the methods and lines that ran, the methods of CodeCollab that were
 * on the stack, and what was allocated where.
 *
 * <p>One use only; not thread-safe.
 *
 * <pre>benchmarks/run profile SmallRemoteUpdate -p trace=hot-random -p clients=1 -p listener=false</pre>
 */
final class TopFrames {

    private static final int SHOWN = 25;
    private static final String OURS = "io.codecollab.crdt";

    private final Map<String, Long> methods = new HashMap<>();
    private final Map<String, Long> lines = new HashMap<>();
    private final Map<String, Long> onStack = new HashMap<>();
    private final Map<String, Long> allocations = new HashMap<>();

    private TopFrames() {}

    public static void main(String[] args) throws IOException {
        TopFrames frames = new TopFrames();
        try (RecordingFile recording = new RecordingFile(Path.of(args[0]))) {
            while (recording.hasMoreEvents()) {
                frames.add(recording.readEvent());
            }
        }
        print("methods that ran, % of samples", frames.methods);
        print("lines that ran, % of samples", frames.lines);
        print("methods on the stack, % of samples", frames.onStack);
        print("allocated, % of bytes", frames.allocations);
    }

    private void add(RecordedEvent event) {
        if (event.getStackTrace() == null) {
            return;
        }
        List<RecordedFrame> stack = event.getStackTrace().getFrames();
        if (stack.stream().noneMatch(frame -> method(frame).startsWith(OURS))) {
            return;
        }
        switch (event.getEventType().getName()) {
            case "jdk.ExecutionSample" -> addSample(stack);
            case "jdk.ObjectAllocationSample" -> addAllocation(event, stack);
            default -> {
                // a recording holds many kinds of events
            }
        }
    }

    private void addSample(List<RecordedFrame> stack) {
        RecordedFrame top = stack.get(0);
        methods.merge(method(top), 1L, Long::sum);
        lines.merge(method(top) + ":" + top.getLineNumber(), 1L, Long::sum);
        Set<String> seen = new HashSet<>();
        for (RecordedFrame frame : stack) {
            if (method(frame).startsWith(OURS) && seen.add(method(frame))) {
                onStack.merge(method(frame), 1L, Long::sum);
            }
        }
    }

    private void addAllocation(RecordedEvent event, List<RecordedFrame> stack) {
        RecordedClass type = event.getClass("objectClass");
        String site = stack.stream()
                .filter(frame -> method(frame).startsWith(OURS))
                .findFirst()
                .map(frame -> method(frame) + ":" + frame.getLineNumber())
                .orElse("elsewhere");
        allocations.merge(type.getName() + " in " + site, event.getLong("weight"), Long::sum);
    }

    private static String method(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    private static void print(String title, Map<String, Long> weights) {
        long total = weights.values().stream().mapToLong(Long::longValue).sum();
        if (title.startsWith("methods on the stack")) {
            total = weights.values().stream().mapToLong(Long::longValue).max().orElse(0);
        }
        System.out.printf(Locale.ROOT, "%n%s (total %d)%n", title, total);
        double all = Math.max(1, total);
        weights.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(SHOWN)
                .forEach(each ->
                        System.out.printf(Locale.ROOT, "%6.1f  %s%n", 100 * each.getValue() / all, each.getKey()));
    }
}
