package io.codecollab.crdt.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.codecollab.crdt.Doc;

/**
 * Bytes that a coverage-guided fuzzer makes up. As part of the build these run once, on an empty input; with
 * {@code JAZZER_FUZZ=1 mvn -pl crdt-core test -Dtest=CoverageFuzzTest#appliesV1} one of them goes on until it finds
 * something or is stopped.
 */
class CoverageFuzzTest {
    private static final byte[] STATE = state();

    private static byte[] state() {
        Doc doc = new Doc();
        doc.clientId(1);
        doc.getText("t").insert(0, "aé😀b");
        doc.getMap("m").set("k", 1);
        return doc.encodeStateAsUpdate();
    }

    @FuzzTest
    void appliesV1(byte[] input) {
        Probe.APPLY_V1.run(STATE, input);
    }

    @FuzzTest
    void appliesV2(byte[] input) {
        Probe.APPLY_V2.run(STATE, input);
    }

    @FuzzTest
    void mergesV1(byte[] input) {
        Probe.MERGE_V1.run(STATE, input);
    }

    @FuzzTest
    void mergesV2(byte[] input) {
        Probe.MERGE_V2.run(STATE, input);
    }

    @FuzzTest
    void diffsV2(byte[] input) {
        Probe.DIFF_V2.run(STATE, input);
    }

    @FuzzTest
    void convertsV2(byte[] input) {
        Probe.CONVERT_V2.run(STATE, input);
    }
}
