package io.codecollab.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see who run the jar. */
class CommandLineIT {

    @TempDir
    private Path data;

    @Test
    void saysWhereItListensAndWhereItStores() throws Exception {
        try (CodecollabJar server = CodecollabJar.serving(data)) {
            List<String> lines = server.output();
            assertThat(lines).hasSize(3);
            assertThat(lines.get(0))
                    .contains("CodeCollab 0.")
                    .contains("engine java")
                    .contains("transport nio");
            assertThat(lines.get(1)).contains("Storing documents in " + data);
            assertThat(lines.get(2))
                    .contains("Listening on http://127.0.0.1:" + server.port())
                    .contains("ws://127.0.0.1:" + server.port() + "/ws/<document>");
        }
    }

    @Test
    void explainsItsOptions() throws Exception {
        try (CodecollabJar jar = CodecollabJar.run("--help")) {
            assertThat(jar.awaitExit()).isZero();
            assertThat(String.join("\n", jar.output()))
                    .contains("--port=PORT", "--host=HOST", "--data=DIR", "--version", "CODECOLLAB_PORT");
        }
    }

    @Test
    void saysItsVersion() throws Exception {
        try (CodecollabJar jar = CodecollabJar.run("--version")) {
            assertThat(jar.awaitExit()).isZero();
            assertThat(jar.output()).singleElement().asString().matches("CodeCollab \\d+\\.\\d+\\.\\d+.*");
        }
    }

    @Test
    void aPortInUseEndsItWithOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertEndsWithOneLine("cannot listen on 127.0.0.1:" + port, "--port", port, "--data", data.toString());
        }
    }

    @Test
    void aDataFolderThatIsAFileEndsItWithOneLine() throws Exception {
        Path file = Files.createFile(data.resolve("file"));
        assertEndsWithOneLine("data folder " + file, "--port", "0", "--data", file.toString());
    }

    @Test
    void aDataFolderInUseEndsItWithOneLine() throws Exception {
        try (CodecollabJar server = CodecollabJar.serving(data)) {
            assertThat(server.port()).isPositive();
            assertEndsWithOneLine("in use by another CodeCollab process", "--port", "0", "--data", data.toString());
        }
    }

    @Test
    void aFlagItDoesNotKnowEndsItWithOneLine() throws Exception {
        assertEndsWithOneLine("'--prot'", "--prot", "8080");
    }

    @Test
    void aPortThatIsNoneEndsItWithOneLine() throws Exception {
        assertEndsWithOneLine("'eighty'", "--port", "eighty");
        assertEndsWithOneLine("port=70000", "--port", "70000", "--data", data.toString());
    }

    private static void assertEndsWithOneLine(String expected, String... arguments) throws InterruptedException {
        try (CodecollabJar jar = CodecollabJar.run(arguments)) {
            assertThat(jar.awaitExit())
                    .as("exit code of %s", List.of(arguments))
                    .isPositive();
            assertThat(jar.output())
                    .singleElement()
                    .asString()
                    .startsWith("codecollab: ")
                    .contains(expected);
        }
    }
}
