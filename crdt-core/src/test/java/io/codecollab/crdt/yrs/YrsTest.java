package io.codecollab.crdt.yrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

/** Whether native yrs is there. Runs with and without it. */
class YrsTest {

    @Test
    void whatIsMissingIsSaidWithTheCure() {
        if (Yrs.isAvailable()) {
            assertThat(Yrs.whatIsMissing()).isEmpty();
            assertThatCode(() -> new YrsReplica().close()).doesNotThrowAnyException();
        } else {
            assertThat(Yrs.whatIsMissing()).contains(NativeLibrary.platform()).contains("-Pyrs");
            assertThatIllegalStateException().isThrownBy(YrsReplica::new).withMessage(Yrs.whatIsMissing());
        }
    }

    /** The profile {@code yrs} promises it. */
    @Test
    void itIsThereWhenItWasBuilt() {
        assertThat(Yrs.isAvailable() || !Boolean.getBoolean("yrs.required"))
                .as(Yrs.whatIsMissing())
                .isTrue();
    }

    @Test
    void thePlatformIsNamedAsTheBuildNamesIt() {
        assertThat(NativeLibrary.platform()).matches("(linux|macos|windows|[a-z]+)-(x86_64|aarch64|[a-z0-9_]+)");
    }
}
