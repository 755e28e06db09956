package io.codecollab.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Instances of codecollab.jar on one PostgreSQL and one Redis. Each has a port of its own, on which it is started again,
 * and a {@link TcpProxy} of its own between itself and Redis. Thread-safe but for starting and ending one instance twice
 * at a time.
 */
final class Cluster implements AutoCloseable {

    private static final int TIMEOUT_SECONDS = 60;
    private static final int MAX_COMPLAINTS = 20;

    private final Path folder;
    private final Postgres postgres;
    private final RedisServer redis;
    private final List<Instance> instances = new ArrayList<>();
    private final String[] options;

    /** Every process there ever was; guards itself. */
    private final List<CodecollabJar> lives = new ArrayList<>();

    private static final class Instance {

        final int port = FreePort.next();
        final TcpProxy wayToRedis;
        volatile @Nullable CodecollabJar jar;

        Instance(TcpProxy wayToRedis) {
            this.wayToRedis = wayToRedis;
        }
    }

    /** Starts PostgreSQL, Redis and so many instances, with more options for each if any are given. */
    Cluster(Path folder, int size, String... options) throws Exception {
        this.folder = folder;
        this.options = options;
        this.postgres = new Postgres(folder.resolve("postgres"));
        this.redis = RedisServer.start(folder.resolve("redis"));
        for (int i = 0; i < size; i++) {
            instances.add(new Instance(new TcpProxy(redis.port())));
        }
        startAll();
    }

    int size() {
        return instances.size();
    }

    Postgres postgres() {
        return postgres;
    }

    RedisServer redis() {
        return redis;
    }

    TcpProxy wayToRedis(int index) {
        return instances.get(index).wayToRedis;
    }

    /** Host and port, on which it may or may not be running. */
    String address(int index) {
        return "127.0.0.1:" + instances.get(index).port;
    }

    Integer[] ports() {
        return instances.stream().map(instance -> instance.port).toArray(Integer[]::new);
    }

    CodecollabJar instance(int index) {
        CodecollabJar jar = instances.get(index).jar;
        if (jar == null) {
            throw new IllegalStateException("not running, instance=" + index);
        }
        return jar;
    }

    boolean isRunning(int index) {
        return instances.get(index).jar != null;
    }

    /** The address of an instance that is running, if one is. */
    String anyAddress(Random random) {
        int[] running = IntStream.range(0, size()).filter(this::isRunning).toArray();
        return address(running.length == 0 ? 0 : running[random.nextInt(running.length)]);
    }

    /** Lets y-sweet's clients into a document: into those only that somebody has made. */
    void makeKnown(String document) throws Exception {
        assertThat(Metrics.post(instance(0), "/doc/new", "{\"docId\":\"" + document + "\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    /** Starts an instance and waits until it listens. */
    void start(int index) {
        CodecollabJar jar = launch(index);
        jar.port();
        instances.get(index).jar = jar;
    }

    private CodecollabJar launch(int index) {
        Instance instance = instances.get(index);
        List<String> arguments = new ArrayList<>(List.of("--port", Integer.toString(instance.port)));
        arguments.addAll(List.of("--data", folder.resolve("data" + index).toString()));
        arguments.addAll(List.of("--database-url", postgres.url()));
        arguments.addAll(List.of("--redis-url", "redis://127.0.0.1:" + instance.wayToRedis.port()));
        arguments.addAll(List.of(options));
        CodecollabJar jar = CodecollabJar.run(arguments.toArray(String[]::new));
        synchronized (lives) {
            lives.add(jar);
        }
        return jar;
    }

    /** Starts those that are not running, side by side. */
    void startAll() {
        List<Integer> missing = IntStream.range(0, size())
                .filter(index -> !isRunning(index))
                .boxed()
                .toList();
        List<CodecollabJar> jars = missing.stream().map(this::launch).toList();
        for (int i = 0; i < jars.size(); i++) {
            jars.get(i).port();
            instances.get(missing.get(i)).jar = jars.get(i);
        }
    }

    /** Kills an instance on the spot. */
    void kill(int index) {
        instance(index).kill();
        instances.get(index).jar = null;
    }

    /** Has an instance end by SIGTERM, and waits until it has, however well it could. */
    CodecollabJar end(int index) {
        CodecollabJar jar = instance(index);
        instances.get(index).jar = null; // nobody new comes
        jar.terminate();
        return jar;
    }

    /** Has an instance end by SIGTERM, and waits until it has, with everything saved. */
    void terminate(int index) {
        CodecollabJar jar = end(index);
        assertThat(jar.awaitExit())
                .as("exit code of instance %d, output=%s", index, jar.output())
                .isZero();
        assertThat(jar.output()).last().asString().contains("Everything is saved");
    }

    void killAll() {
        IntStream.range(0, size()).filter(this::isRunning).forEach(this::kill);
    }

    /** Has all instances end by SIGTERM, at the same time. */
    void terminateAll() throws InterruptedException {
        List<Thread> threads = IntStream.range(0, size())
                .filter(this::isRunning)
                .mapToObj(index -> new Thread(() -> terminate(index), "terminate " + index))
                .toList();
        List<Throwable> failures = new ArrayList<>();
        threads.forEach(thread -> {
            thread.setUncaughtExceptionHandler((failed, why) -> failures.add(why));
            thread.start();
        });
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS));
        }
        assertThat(failures).isEmpty();
    }

    /** What instances have complained of, those that are gone too, for failure messages. */
    String complaints() {
        StringBuilder all = new StringBuilder();
        synchronized (lives) {
            for (CodecollabJar jar : lives) {
                List<String> lines = jar.output().stream()
                        .filter(line -> !line.contains(" INFO "))
                        .toList();
                all.append("\npid ").append(jar.pid()).append(jar.isAlive() ? ":" : ", gone:");
                lines.stream()
                        .limit(MAX_COMPLAINTS)
                        .forEach(line -> all.append("\n  ").append(line));
            }
        }
        return all.append('\n').toString();
    }

    @Override
    public void close() throws IOException {
        synchronized (lives) {
            lives.forEach(CodecollabJar::close);
        }
        instances.forEach(instance -> instance.wayToRedis.close());
        redis.close();
        postgres.close();
    }
}
