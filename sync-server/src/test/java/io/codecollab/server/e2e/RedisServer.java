package io.codecollab.server.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A Redis server of its own, version 7, which keeps nothing: {@code redis-server} from the system. It can be killed,
 * frozen and started again on the same port.
 */
public final class RedisServer implements AutoCloseable {

    private static final int TIMEOUT_SECONDS = 10;
    private static final Pattern CALLS = Pattern.compile("cmdstat_(\\S+?):calls=(\\d+),");

    private final Path folder;
    private final int port = FreePort.next();
    private final List<String> options;
    private final @Nullable String password;
    private final SocketFactory sockets;
    private Process process;

    private RedisServer(Path folder, List<String> options, @Nullable String password, SocketFactory sockets)
            throws IOException {
        this.folder = Files.createDirectories(folder);
        this.options = options;
        this.password = password;
        this.sockets = sockets;
        this.process = launch();
    }

    /** Starts one that lets everybody in. */
    public static RedisServer start(Path folder, String... options) throws IOException {
        return new RedisServer(folder, List.of(options), null, SocketFactory.getDefault());
    }

    /** Starts one that asks for a password. */
    public static RedisServer startWithPassword(Path folder, String password) throws IOException {
        return new RedisServer(folder, List.of("--requirepass", password), password, SocketFactory.getDefault());
    }

    /** Starts one that speaks TLS alone, as {@code localhost}. */
    public static RedisServer startWithTls(Path folder, Certificate certificate) throws IOException {
        List<String> options = List.of(
                "--tls-cert-file", certificate.certificateFile().toString(),
                "--tls-key-file", certificate.keyFile().toString(),
                "--tls-ca-cert-file", certificate.certificateFile().toString(),
                "--tls-auth-clients", "no");
        SSLContext context = certificate.trustingContext();
        return new RedisServer(folder, options, null, context.getSocketFactory());
    }

    /** Starts one that watches others, as a file says, which it will write into. */
    static RedisServer startSentinel(Path folder, Path config) throws IOException {
        return start(folder, config.toString(), "--sentinel");
    }

    private Process launch() throws IOException {
        boolean tls = options.contains("--tls-cert-file");
        List<String> command = new ArrayList<>(List.of("redis-server"));
        command.addAll(options); // a file comes first
        command.addAll(List.of("--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder.toString()));
        command.addAll(List.of(tls ? "--tls-port" : "--port", Integer.toString(port)));
        command.addAll(tls ? List.of("--port", "0") : List.of());
        Path log = folder.resolve("redis.log");
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (!answers()) {
            if (!started.isAlive() || System.nanoTime() - deadlineNs > 0) {
                started.destroyForcibly();
                throw new IllegalStateException("redis-server does not start, log=" + Files.readString(log));
            }
            sleep(5);
        }
        return started;
    }

    private boolean answers() {
        try {
            return "PONG".equals(command("PING"));
        } catch (IOException e) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    /** With the password, if it has one. */
    public String url() {
        return password == null ? "redis://127.0.0.1:" + port : "redis://:" + password + "@127.0.0.1:" + port;
    }

    /** For one that speaks TLS. */
    public String tlsUrl() {
        return "rediss://localhost:" + port;
    }

    /** Sends one command over a connection of its own. */
    public @Nullable Object command(String... words) throws IOException {
        Socket socket = sockets.createSocket(InetAddress.getLoopbackAddress(), port);
        try (RedisConnection connection = new RedisConnection(socket)) {
            if (password != null) {
                connection.command("AUTH", password);
            }
            return connection.command(words);
        }
    }

    /** How many messages have been published since it was started, whatever the kind of channel. */
    public long publishCount() throws IOException {
        Map<String, Long> calls = calls();
        return calls.getOrDefault("publish", 0L) + calls.getOrDefault("spublish", 0L);
    }

    /** How often each command was called since it was started. */
    public Map<String, Long> calls() throws IOException {
        Matcher matcher = CALLS.matcher(String.valueOf(command("INFO", "commandstats")));
        return matcher.results()
                .collect(Collectors.toMap(result -> result.group(1), result -> Long.valueOf(result.group(2))));
    }

    /** The channels that somebody is subscribed to, of both kinds, and how many are. */
    public Map<String, Long> subscriptions() throws IOException {
        Map<String, Long> subscriptions = new HashMap<>();
        for (String kind : List.of("", "SHARD")) {
            List<String> question = new ArrayList<>(List.of("PUBSUB", kind + "NUMSUB"));
            strings(command("PUBSUB", kind + "CHANNELS")).forEach(question::add);
            List<String> answer = strings(command(question.toArray(String[]::new)));
            for (int i = 0; i < answer.size(); i += 2) {
                subscriptions.merge(answer.get(i), Long.valueOf(answer.get(i + 1)), Long::sum);
            }
        }
        return subscriptions;
    }

    private static List<String> strings(@Nullable Object answer) {
        if (answer instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        throw new IllegalStateException("not a list, answer=" + answer);
    }

    /** Hangs up on everybody who is subscribed to anything; returns how many they were. */
    public long killSubscribers() throws IOException {
        Object count = command("CLIENT", "KILL", "TYPE", "pubsub");
        if (count instanceof Long number) {
            return number;
        }
        throw new IllegalStateException("not a number, answer=" + count);
    }

    /** Kills it on the spot. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Starts it again, empty, on the same port. */
    public void startAgain() throws IOException {
        process = launch();
    }

    /** Stops its process (SIGSTOP): its connections stay, nothing is answered. */
    public void pause() {
        signal("STOP");
    }

    /** Goes on after {@link #pause}. */
    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int exit = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("cannot signal redis-server, signal=" + name);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("cannot signal redis-server, signal=" + name, e);
        }
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("redis-server does not end, pid=" + process.pid());
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for redis-server", e);
        }
    }

    private static void sleep(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for redis-server", e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
