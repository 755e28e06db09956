package io.codecollab.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PersistenceConfigTest {

    @Test
    void pinsEveryDefault() {
        assertThat(PersistenceConfig.defaults())
                .isEqualTo(
                        new PersistenceConfig(16_777_216, 1_073_741_824, 500_000, 20, 1_000, 10_000, 100, 16_777_216));
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> new PersistenceConfig(0, 1, 1, 20, 1_000, 1, 1, 1))
                .hasMessageContaining("maxUnsavedBytes=0");
        assertThatThrownBy(() -> new PersistenceConfig(1, -1, 1, 20, 1_000, 1, 1, 1))
                .hasMessageContaining("maxSpillBytes=-1");
        assertThatThrownBy(() -> new PersistenceConfig(1, 1, -1, 20, 1_000, 1, 1, 1))
                .hasMessageContaining("maxSpilledUpdates=-1");
        assertThatThrownBy(() -> new PersistenceConfig(1, 1, 1, 0, 1_000, 1, 1, 1))
                .hasMessageContaining("retryMinMs=0");
        assertThatThrownBy(() -> new PersistenceConfig(1, 1, 1, 20, 19, 1, 1, 1))
                .hasMessageContaining("retryMaxMs=19");
        assertThatThrownBy(() -> new PersistenceConfig(1, 1, 1, 20, 20, 0, 1, 1))
                .hasMessageContaining("closeTimeoutMs=0");
        assertThatThrownBy(() -> new PersistenceConfig(1, 1, 1, 20, 20, 1, -1, 1))
                .hasMessageContaining("maxRefusedRecords=-1");
        assertThatThrownBy(() -> new PersistenceConfig(1, 1, 1, 20, 20, 1, 1, -1))
                .hasMessageContaining("maxRefusedBytes=-1");
    }
}
