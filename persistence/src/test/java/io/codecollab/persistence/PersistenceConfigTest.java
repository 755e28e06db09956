package io.codecollab.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PersistenceConfigTest {

    @Test
    void pinsEveryDefault() {
        assertThat(PersistenceConfig.defaults()).isEqualTo(new PersistenceConfig(67_108_864, 20, 1_000, 10_000));
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> new PersistenceConfig(0, 20, 1_000, 10_000)).hasMessageContaining("maxUnsavedBytes=0");
        assertThatThrownBy(() -> new PersistenceConfig(1, 0, 1_000, 10_000)).hasMessageContaining("retryMinMs=0");
        assertThatThrownBy(() -> new PersistenceConfig(1, 20, 19, 10_000)).hasMessageContaining("retryMaxMs=19");
        assertThatThrownBy(() -> new PersistenceConfig(1, 20, 20, 0)).hasMessageContaining("closeTimeoutMs=0");
    }
}
