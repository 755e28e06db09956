package io.codecollab.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.codecollab.crdt.DocReplica;
import io.codecollab.crdt.Replica;
import io.codecollab.crdt.yrs.Yrs;
import io.codecollab.crdt.yrs.YrsReplica;
import io.codecollab.server.StartupException;
import org.junit.jupiter.api.Test;

/** Runs with and without native yrs in the class path. */
class EngineTest {

    @Test
    void javaIsAlwaysThere() throws StartupException {
        try (Replica replica = Engine.JAVA.replicas().create()) {
            assertThat(replica).isInstanceOf(DocReplica.class);
        }
    }

    @Test
    void yrsIsThereOrItIsSaidWhatIsMissingAndHowToBuildIt() throws StartupException {
        if (Yrs.isAvailable()) {
            try (Replica replica = Engine.YRS.replicas().create()) {
                assertThat(replica).isInstanceOf(YrsReplica.class);
            }
        } else {
            assertThatExceptionOfType(StartupException.class)
                    .isThrownBy(Engine.YRS::replicas)
                    .withMessageContaining("--engine yrs is not possible")
                    .withMessageContaining("cargo")
                    .withMessageContaining("-Pyrs");
        }
    }
}
