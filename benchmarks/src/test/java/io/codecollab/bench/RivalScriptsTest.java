package io.codecollab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RivalScriptsTest {

    @Test
    void theScriptsPassTheirOwnTests() throws IOException, InterruptedException {
        Process node = new ProcessBuilder("node", "--test")
                .directory(new File("node"))
                .redirectErrorStream(true)
                .start();
        String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor()).as(said).isZero();
        assertThat(said).contains("# fail 0");
    }
}
