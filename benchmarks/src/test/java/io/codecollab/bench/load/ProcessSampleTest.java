package io.codecollab.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcessSampleTest {

    @Test
    void readsTheFieldsBehindANameWithAnythingInIt() {
        String stat =
                "4242 (a (odd) name) S 1 4242 4242 0 -1 4194560 100 0 0 0 1234 567 0 0 20 0 23 0 99 1000 5120 18446 1";
        assertThat(ProcessSample.parse(stat)).isEqualTo(new ProcessSample(12_340, 5_670, 20_480, 23));
    }

    @Test
    void knowsThisProcess() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/stat")), "Linux only");
        ProcessSample self = ProcessSample.of(ProcessHandle.current().pid());
        assertThat(self.cpuMs()).isPositive();
        assertThat(self.rssKb()).isGreaterThan(1024);
        assertThat(self.threads()).isPositive();
    }
}
