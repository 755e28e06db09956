package io.codecollab.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.lib0.JsonText;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see who run the jar. */
class CommandLineIT {

    @TempDir
    private Path data;

    @Test
    void saysWhereItListensAndWhereItStores() throws Throwable {
        try (CodecollabJar server = serving("--max-connections", "10")) {
            assertThat(messages(server))
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .matches(
                                            "CodeCollab 0\\..*, engine " + CodecollabJar.engine() + ", transport \\S+"),
                            line -> assertThat(line).isEqualTo("Letting in whoever can connect, --auth none"),
                            line -> assertThat(line).isEqualTo("Storing documents in " + data + " (SQLite)"),
                            line -> assertThat(line).isEqualTo("Limits: maxConnections=10"),
                            line -> assertThat(line).isEqualTo("Listening on " + server.httpUrl()),
                            line -> assertThat(line).isEqualTo("  browsers     " + server.httpUrl() + "/"),
                            line -> assertThat(line)
                                    .isEqualTo("  y-websocket  " + server.webSocketUrl() + "/<document>"),
                            line -> assertThat(line).isEqualTo("  Hocuspocus   " + server.webSocketUrl()),
                            line -> assertThat(line)
                                    .isEqualTo("  y-sweet      " + server.httpUrl() + "/doc/<document>/auth"),
                            line -> assertThat(line).matches("  y-webrtc     ws://.*/signaling"),
                            line -> assertThat(line).matches("  REST         http://.*/api/v1/openapi.json"));
        }
    }

    @Test
    void saysWhomItLetsIn() throws Throwable {
        String secret = "0123456789abcdef0123456789abcdef";
        String jwks = "http://127.0.0.1:1/jwks.json";
        try (CodecollabJar server = serving("--auth", "jwt", "--jwt-secret", secret, "--jwks-url", jwks)) {
            assertThat(messages(server))
                    .contains("Letting in those with a token, by a shared secret, the keys at " + jwks
                            + ", this server's own accounts")
                    .noneMatch(line -> line.contains(secret));
        }
    }

    @Test
    void saysThatFewFilesAreFewConnections() throws Throwable {
        try (CodecollabJar server = serving("--max-connections", "2000000000")) {
            assertThat(messages(server))
                    .anyMatch(line -> line.matches("Taking \\d+ connections at most, .* \\d+ files"));
        }
    }

    @Test
    void logsJsonOnRequest() throws Throwable {
        try (CodecollabJar server =
                CodecollabJar.run("--port", "0", "--data", data.toString(), "--log-format", "json")) {
            Eventually.eventually(() -> assertThat(server.output()).anyMatch(line -> line.contains("y-webrtc")));
            assertThat(server.terminate()).isZero();
            assertThat(server.output())
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(JsonText.read(line))
                            .asInstanceOf(InstanceOfAssertFactories.MAP)
                            .containsEntry("level", "INFO")
                            .containsKeys("timestamp", "threadName", "loggerName", "formattedMessage"));
        }
    }

    @Test
    void logsAsLittleAsItIsTold() throws Throwable {
        try (CodecollabJar server = CodecollabJar.run(
                "--port", "0", "--data", data.toString(), "--max-connections", "10", "--log-level", "error")) {
            Eventually.eventually(
                    () -> assertThat(data.resolve("codecollab.db")).exists());
            server.terminate();
            assertThat(server.output()).isEmpty();
        }
    }

    @Test
    void explainsItsOptions() throws Exception {
        try (CodecollabJar jar = CodecollabJar.run("--help")) {
            assertThat(jar.awaitExit()).isZero();
            assertThat(jar.output()).allMatch(line -> line.length() <= 80);
            assertThat(String.join("\n", jar.output()))
                    .contains("--port=PORT", "--host=HOST", "--data=DIR", "--version", "CODECOLLAB_PORT")
                    .contains(
                            "\nListening\n",
                            "\nStoring\n",
                            "\nDocuments\n",
                            "\nLogging\n",
                            "\nLimits\n",
                            "\nCommands ");
        }
    }

    @Test
    void serveIsTheSameAsNoCommand() throws Exception {
        try (CodecollabJar jar = CodecollabJar.run("serve", "--help")) {
            assertThat(jar.awaitExit()).isZero();
            assertThat(String.join("\n", jar.output()))
                    .contains("serve [OPTIONS]", "--port=PORT", "--max-frame-bytes=SIZE");
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
    void aDatabaseThatIsNotThereEndsItWithOneLine() throws Exception {
        int nobodyListens;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobodyListens = socket.getLocalPort();
        }
        assertEndsWithOneLine(
                "127.0.0.1:" + nobodyListens,
                "--port",
                "0",
                "--data",
                data.toString(),
                "--database-url",
                "postgresql://ann:secret@127.0.0.1:" + nobodyListens + "/codecollab");
        assertEndsWithOneLine(
                "not a database URL", "--data", data.toString(), "--database-url", "mysql://localhost/db");
    }

    @Test
    void redisWithoutASharedDatabaseEndsItWithOneLine() throws Exception {
        assertEndsWithOneLine(
                "--database-url", "--port", "0", "--data", data.toString(), "--redis-url", "redis://127.0.0.1:6379");
    }

    @Test
    void aRedisUrlThatIsNoneEndsItWithOneLine() throws Exception {
        for (String url : List.of("http://ann:secret@127.0.0.1", "redis://:secret@", "127.0.0.1:6379")) {
            assertEndsWithOneLine(
                    "not a Redis URL",
                    "--port",
                    "0",
                    "--data",
                    data.toString(),
                    "--database-url",
                    "postgresql://127.0.0.1/codecollab",
                    "--redis-url",
                    url);
        }
    }

    @Test
    void aFlagItDoesNotKnowEndsItWithOneLine() throws Exception {
        assertEndsWithOneLine("'--prot'", "--prot", "8080");
    }

    @Test
    void aCommandItDoesNotKnowEndsItWithOneLine() throws Exception {
        assertEndsWithOneLine("there is no command 'server'", "server", "--port", "0");
    }

    @Test
    void optionsBeforeACommandEndItWithOneLine() throws Exception {
        assertEndsWithOneLine("options go behind the command: serve --port", "--port", "0", "serve");
    }

    @Test
    void aSizeThatIsNoneEndsItWithOneLine() throws Exception {
        assertEndsWithOneLine("'64MB' is not a size", "--max-frame-bytes", "64MB");
        assertEndsWithOneLine("maxUpdateBytes=", "--data", data.toString(), "--max-frame-bytes", "1KiB");
    }

    @Test
    void aPortThatIsNoneEndsItWithOneLine() throws Exception {
        assertEndsWithOneLine("'eighty'", "--port", "eighty");
        assertEndsWithOneLine("port=70000", "--port", "70000", "--data", data.toString());
    }

    private CodecollabJar serving(String... more) {
        List<String> arguments = new ArrayList<>(List.of("--port", "0", "--data", data.toString()));
        arguments.addAll(List.of(more));
        CodecollabJar server = CodecollabJar.run(arguments.toArray(String[]::new));
        try {
            server.port();
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    /** What was logged until now, without times and levels, and with the last line of the start. */
    private static List<String> messages(CodecollabJar server) throws Throwable {
        Eventually.eventually(
                () -> assertThat(server.output()).last().asString().contains("openapi.json"));
        return server.output().stream()
                .map(line -> line.replaceFirst("^\\S+ INFO  codecollab - ", ""))
                .toList();
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
                    .contains(expected)
                    .doesNotContain("secret");
        }
    }
}
