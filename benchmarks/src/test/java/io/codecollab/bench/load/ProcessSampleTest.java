package io.codecollab.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessSampleTest {

    @Test
    void readsTheFieldsBehindANameWithAnythingInIt() {
        String stat =
                "4242 (a (odd) name) S 1 4242 4242 0 -1 4194560 100 0 0 0 1234 567 0 0 20 0 23 0 99 1000 5120 18446 1";
        assertThat(ProcessSample.parse(stat)).isEqualTo(new ProcessSample(12_340, 5_670, 20_480, 23));
    }

    @Test
    void endedChildrenAreCounted() {
        String stat = "1 (postgres) S 0 1 1 0 -1 0 0 0 0 0 10 20 3 4 20 0 1 0 99 1000 5 18446 1";
        assertThat(ProcessSample.parse(stat)).isEqualTo(new ProcessSample(130, 240, 20, 1));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void onLinuxLivingChildrenAreCounted() throws Exception {
        Process parent = new ProcessBuilder("sh", "-c", "sleep 60 & echo begun; wait").start();
        try {
            assertThat(parent.inputReader().readLine()).isEqualTo("begun");
            assertThat(ProcessSample.of(parent.pid()).threads()).isEqualTo(2);
        } finally {
            parent.descendants().forEach(ProcessHandle::destroyForcibly);
            parent.destroyForcibly().waitFor();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void onLinuxKnowsThisProcess() throws IOException {
        ProcessSample self = ProcessSample.of(ProcessHandle.current().pid());
        assertThat(self.cpuMs()).isPositive();
        assertThat(self.rssKb()).isGreaterThan(1024);
        assertThat(self.threads()).isPositive();
    }
}
