package io.codecollab.crdt.pitfalls;

import static io.codecollab.crdt.pitfalls.Scenario.bytes;
import static io.codecollab.crdt.pitfalls.Scenario.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.oracle.RecordedJson;
import io.codecollab.crdt.update.Updates;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tools that never build a document: their bytes are those of Yjs, oddities included. */
class UpdateToolPitfallsTest {

    private final Scenario yjs = Scenario.named("tools");
    private final RecordedJson recorded = yjs.recorded();
    private final List<byte[]> updates = yjs.updates();

    /** Structs are put in order, not joined; a gap becomes a Skip; one input comes back as it is. */
    @Pitfall(51)
    @Test
    void mergedUpdatesAreOrderedButNotSquashed() {
        assertThat(merged(0, 1, 2, 3, 4)).isEqualTo(recorded.text("mergedAll"));
        assertThat(merged(4, 3, 2, 1, 0)).isEqualTo(recorded.text("mergedAll"));
        assertThat(merged(0, 2)).isEqualTo(recorded.text("mergedHole"));
        assertThat(merged(2, 4)).isEqualTo(recorded.text("mergedLate"));
        assertThat(merged(0, 1, 0, 1)).isEqualTo(recorded.text("mergedTwice"));
        assertThat(hex(Updates.mergeUpdates(List.of()))).isEqualTo(recorded.text("mergedNothing"));
        assertThat(Updates.mergeUpdates(updates.subList(0, 1))).isSameAs(updates.get(0));
    }

    @Pitfall(52)
    @Test
    void diffKeepsEveryDeletion() {
        assertThat(diff("mergedAll", "01 05 07")).isEqualTo(recorded.text("diffEverything"));
        assertThat(diff("mergedAll", "01 05 03")).isEqualTo(recorded.text("diffMiddle"));
        assertThat(hex(Updates.diffUpdate(bytes(merged(0, 2, 3)), bytes("01 05 02"))))
                .isEqualTo(recorded.text("diffHole"));
    }

    @Pitfall(53)
    @Test
    void stateVectorStopsAtTheFirstHole() {
        assertThat(stateVector("mergedAll")).isEqualTo(recorded.text("stateVectorAll"));
        assertThat(stateVector("mergedHole")).isEqualTo(recorded.text("stateVectorHole"));
        assertThat(stateVector("mergedLate")).isEqualTo(recorded.text("stateVectorLate"));
    }

    private String merged(int... indexes) {
        return hex(Updates.mergeUpdates(
                Arrays.stream(indexes).mapToObj(updates::get).toList()));
    }

    private String diff(String update, String stateVector) {
        return hex(Updates.diffUpdate(recorded.bytes(update), bytes(stateVector)));
    }

    private String stateVector(String update) {
        return hex(Updates.encodeStateVectorFromUpdate(recorded.bytes(update)));
    }
}
