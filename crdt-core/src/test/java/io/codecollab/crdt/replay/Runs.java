package io.codecollab.crdt.replay;

import io.codecollab.crdt.DocReplica;
import io.codecollab.crdt.yrs.Yrs;
import io.codecollab.crdt.yrs.YrsReplica;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.DynamicTest;

/** The ways in which a recorded run is proved. Stateless. */
final class Runs {

    private Runs() {}

    /** One test per way for a run. */
    static List<DynamicTest> tests(Run run) {
        List<DynamicTest> tests = new ArrayList<>();
        ways(run)
                .forEach((way, maker) ->
                        tests.add(DynamicTest.dynamicTest(run.name() + " " + way, () -> run.replay(maker))));
        return tests;
    }

    private static Map<String, Supplier<Replay>> ways(Run run) {
        Map<String, Supplier<Replay>> ways = new LinkedHashMap<>();
        ways.put("operations in, updates out", OperationReplay::new);
        ways.put("updates in, states out", DeliveryReplay::new);
        if (!run.head().flag("loneSurrogates")) { // a text that has them is another one behind the wire
            ways.put("through two servers", () -> new RelayReplay(DocReplica::new));
            if (Yrs.isAvailable() && yrsReads(run)) {
                ways.put("through two servers on native yrs", () -> new RelayReplay(YrsReplica::new));
            }
        }
        return ways;
    }

    /**
     * By design or by mistake, yrs 0.27 reads an XmlHook without its name and takes the name for what follows, and writes
     * elements of the old JSON kind so that it cannot read them itself.
     */
    private static boolean yrsReads(Run run) {
        return !run.head().text("profile").equals("legacy")
                && run.entries().stream().noneMatch(entry -> entry.text().contains("XmlHook"));
    }
}
