package io.codecollab.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.Doc;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real jar, going down while its database takes nothing: the first signal waits for it, the second does not. */
class SecondSignalIT {

    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;

    @TempDir
    private Path data;

    @Test
    void aSecondTermEndsItAtOnce() throws Exception {
        assertEndsAtOnce("TERM", "TERM", 128 + SIGTERM);
    }

    @Test
    void ctrlCTwiceEndsItAtOnce() throws Exception {
        assertEndsAtOnce("INT", "INT", 128 + SIGINT);
    }

    @Test
    void ctrlCDrainsWhenItCan() throws Exception {
        Process server = start();
        try (BufferedReader output = outputOf(server)) {
            portOf(output);
            signal(server, "INT");

            readUntil(output, "Everything is saved, good-bye");
            assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isZero();
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    void oneSignalSentToTheProcessAndItsGroupIsOne() throws Exception {
        Process server = start();
        try (BufferedReader output = outputOf(server)) {
            portOf(output);
            new ProcessBuilder("sh", "-c", "kill -TERM $0; kill -TERM $0", Long.toString(server.pid()))
                    .start()
                    .waitFor();

            readUntil(output, "Everything is saved, good-bye");
            assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isZero();
        } finally {
            server.destroyForcibly();
        }
    }

    private void assertEndsAtOnce(String first, String second, int exitCode) throws Exception {
        Process server = start();
        try (BufferedReader output = outputOf(server);
                Connection database = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("codecollab.db"));
                Statement statement = database.createStatement()) {
            int port = portOf(output);
            statement.execute("BEGIN IMMEDIATE"); // nobody else can write now
            WebSocket editor = edit(port);
            awaitUnsaved(port);

            signal(server, first);
            readUntil(output, "Going down");
            assertThat(server.waitFor(2, TimeUnit.SECONDS))
                    .as("it waits for the database")
                    .isFalse();
            long secondNs = System.nanoTime();
            signal(server, second);

            assertThat(server.waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isEqualTo(exitCode);
            assertThat(Duration.ofNanos(System.nanoTime() - secondNs)).isLessThan(Duration.ofSeconds(5));
            readUntil(output, "Told twice, ending at once");
            editor.abort();
        } finally {
            server.destroyForcibly();
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        "env",
                        "--default-signal=INT", // whoever runs the tests in the background ignores it, and so would the
                        // jar
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        System.getProperty("codecollab.jar"),
                        "--port=0",
                        "--drain-timeout=60",
                        "--data=" + data)
                .redirectErrorStream(true)
                .start();
    }

    private static BufferedReader outputOf(Process server) {
        return new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8));
    }

    private static int portOf(BufferedReader output) throws IOException {
        String line = readUntil(output, "Listening on http://127.0.0.1:");
        int port = Integer.parseInt(line.replaceFirst(".*127\\.0\\.0\\.1:(\\d+).*", "$1"));
        readUntil(output, "y-webrtc");
        return port;
    }

    private static String readUntil(BufferedReader output, String text) throws IOException {
        StringBuilder seen = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.contains(text)) {
                return line;
            }
            seen.append(line).append('\n');
        }
        throw new AssertionError("no line with '" + text + "' in\n" + seen);
    }

    /** Types a letter as y-websocket would. */
    private static WebSocket edit(int port) throws Exception {
        Doc doc = new Doc();
        doc.getText("code").insert(0, "x");
        byte[] update = doc.encodeStateAsUpdate();
        ByteBuffer frame = ByteBuffer.allocate(3 + update.length);
        frame.put((byte) 0).put((byte) 2).put((byte) update.length).put(update).flip();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws/notes"), new WebSocket.Listener() {})
                .get(20, TimeUnit.SECONDS);
        socket.sendBinary(frame, true).get(20, TimeUnit.SECONDS);
        return socket;
    }

    /** Waits until the server has taken what was typed. */
    private static void awaitUnsaved(int port) throws Exception {
        HttpRequest metrics = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .build();
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        String scraped = "";
        while (System.nanoTime() < deadlineNs) {
            scraped = HttpClient.newHttpClient()
                    .send(metrics, HttpResponse.BodyHandlers.ofString())
                    .body();
            if (scraped.lines().anyMatch(line -> line.matches("codecollab_unsaved_bytes [1-9].*"))) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("the server has nothing to save, metrics=" + scraped);
    }

    private static void signal(Process process, String name) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
}
