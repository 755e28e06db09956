package io.codecollab.crdt.yrs;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** Runs when native yrs was built ({@code mvn -Pyrs}), or ought to have been. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@EnabledIf(
        value = "io.codecollab.crdt.yrs.NeedsYrs$Choice#isToRun",
        disabledReason = "native yrs was not built: mvn -Pyrs")
public @interface NeedsYrs {

    /** Whether the tests of native yrs are to run. */
    final class Choice {
        private Choice() {}

        /** In the profile {@code yrs} they run and fail when the library does not load. */
        static boolean isToRun() {
            return Yrs.isAvailable() || Boolean.getBoolean("yrs.required");
        }
    }
}
