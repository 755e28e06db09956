package io.codecollab.crdt.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.DynamicTest;

/** The three ways in which a recorded run is proved. Stateless. */
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
            ways.put("through two servers", RelayReplay::new);
        }
        return ways;
    }
}
