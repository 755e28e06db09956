package io.codecollab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.yrs.Yrs;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The workloads on native yrs behind JNI. */
@DisplayName("The workloads on native yrs (skipped unless it was built: mvn -Pyrs)")
@EnabledIf(
        value = "io.codecollab.crdt.yrs.Yrs#isAvailable",
        disabledReason = "native yrs was not built: mvn -Pyrs, with Rust's cargo on the PATH")
class YrsWorkloadIfBuiltTest extends WorkloadContract {

    YrsWorkloadIfBuiltTest() {
        super("yrs");
    }

    @Override
    boolean knowsV2() {
        return false;
    }

    @Override
    boolean hearsItsOwnEdits() {
        return false;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 25, 65_536})
    void crossingIntoNativeCode(int bytes) {
        JniCrossing question = on(new JniCrossing());
        question.bytes = bytes;
        question.setUp();
        assertThat(question.cross()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hot-random", "hot-typing"})
    void smallRemoteUpdatesWithoutChecks(String trace) {
        SmallRemoteUpdate question = new SmallRemoteUpdate();
        question.engine = "yrs-unchecked";
        question.trace = trace;
        question.setUp();
        question.prepare();
        assertThat(question.apply().text()).isEqualTo(traces.finalText(trace));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hot-random", "hot-typing"})
    void nothingIsLeftInNativeMemory(String trace) {
        long before = Yrs.bytesInUse();
        SmallRemoteUpdate question = on(new SmallRemoteUpdate());
        question.trace = trace;
        question.setUp();
        question.prepare();
        question.apply();
        question.release();
        assertThat(Yrs.bytesInUse()).isLessThanOrEqualTo(before);
    }
}
