package io.codecollab.server.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process that runs codecollab.jar; {@code -De2e.engine=yrs} lets native yrs merge the documents of all of them. */
final class CodecollabJar implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("Listening on https?://127\\.0\\.0\\.1:(\\d+)");
    private static final int TIMEOUT_SECONDS = 60;

    private final Process process;
    private final List<String> output = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final Thread reader;

    private CodecollabJar(Process process) {
        this.process = process;
        this.reader = new Thread(this::readOutput, "codecollab.jar output");
    }

    /** A server on a free port that has begun to listen, with more arguments if any are given. */
    static CodecollabJar serving(Path dataFolder, String... more) {
        return servingOn(0, dataFolder, more);
    }

    /** A server on this port that has begun to listen. */
    static CodecollabJar servingOn(int port, Path dataFolder, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("--port", Integer.toString(port), "--data", dataFolder.toString()));
        arguments.addAll(List.of(more));
        CodecollabJar jar = run(arguments.toArray(String[]::new));
        jar.port();
        return jar;
    }

    /** The jar with these arguments, whatever comes of it. */
    static CodecollabJar run(String... arguments) {
        return run(List.of(), arguments);
    }

    /** The jar in a JVM that starts fast rather than runs fast, for those that do not live long. */
    static CodecollabJar runBriefly(String... arguments) {
        return run(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), arguments);
    }

    /** The jar with these arguments, in a JVM with options of its own. */
    static CodecollabJar run(List<String> jvmOptions, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-ea", "-Xmx512m"));
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", System.getProperty("codecollab.jar")));
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("CODECOLLAB_ENGINE", engine());
            CodecollabJar jar = new CodecollabJar(builder.start());
            jar.reader.start();
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Which engine the servers of these tests run on. */
    static String engine() {
        return System.getProperty("e2e.engine", "java");
    }

    /**
     * Whether the engine survives that a surrogate pair is cut. Native yrs does not, see {@code YrsReplicaTest},
     * {@code differsDeletingHalfOfAPairDamagesWhatIsBehindIt}: there, editors that type at random leave emoji whole.
     */
    static boolean bearsCutPairs() {
        return !engine().equals("yrs");
    }

    int port() {
        return port.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Host and port. */
    String address() {
        return "127.0.0.1:" + port();
    }

    String webSocketUrl() {
        return "ws://" + address() + "/ws";
    }

    String httpUrl() {
        return "http://" + address();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** What it has printed so far, on both streams. */
    List<String> output() {
        synchronized (output) {
            return List.copyOf(output);
        }
    }

    /** Sends SIGTERM and waits for the end; returns the exit code. */
    int terminate() {
        process.toHandle().destroy(); // unlike that of Process, it leaves the pipe open to be read to its end
        return awaitExit();
    }

    /** Kills it on the spot: nothing is flushed. */
    void kill() {
        process.toHandle().destroyForcibly();
        awaitExit();
    }

    /** Waits for the end and all output; returns the exit code. */
    int awaitExit() {
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("codecollab.jar does not end, output=" + output());
            }
            reader.join();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for codecollab.jar", e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }

    private void readOutput() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    port.complete(Integer.valueOf(listening.group(1)));
                }
            }
        } catch (IOException e) {
            output.add("output was cut off: " + e);
        }
        port.completeExceptionally(new IllegalStateException("codecollab.jar ended, output=" + output()));
    }
}
