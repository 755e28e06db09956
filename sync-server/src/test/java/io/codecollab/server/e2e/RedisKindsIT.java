package io.codecollab.server.e2e;

import static io.codecollab.server.e2e.Eventually.eventually;
import static io.codecollab.server.e2e.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Redis may ask for a password, speak TLS, or be several. */
class RedisKindsIT {

    private static final int EDITS = 20;
    private static Postgres postgres;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        postgres = new Postgres(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @Test
    void withAPassword() throws Throwable {
        try (RedisServer redis = RedisServer.startWithPassword(folder.resolve("redis"), "secret")) {
            assertEditsArePublished(redis::publishCount, List.of(), redis.url());
        }
    }

    @Test
    void withTls() throws Throwable {
        Certificate certificate = new Certificate(folder);
        try (RedisServer redis = RedisServer.startWithTls(folder.resolve("redis"), certificate)) {
            assertEditsArePublished(redis::publishCount, certificate.jvmOptions(), redis.tlsUrl());
        }
    }

    @Test
    void withAClusterOfThreeMasters() throws Throwable {
        try (RedisCluster redis = new RedisCluster(folder.resolve("redis"))) {
            assertEditsArePublished(redis::publishCount, List.of(), redis.url());
        }
    }

    @Test
    void withASentinelThatMakesAnotherTheMaster() throws Throwable {
        try (RedisSentinel redis = new RedisSentinel(folder.resolve("redis"))) {
            assertEditsArePublished(redis::publishCount, List.of(), redis.url(), redis::failOver);
        }
    }

    private void assertEditsArePublished(Callable<Long> publishCount, List<String> jvmOptions, String url)
            throws Throwable {
        assertEditsArePublished(publishCount, jvmOptions, url, () -> {});
    }

    /** Edits cross between two instances, and each is published once, also after something has happened. */
    private void assertEditsArePublished(
            Callable<Long> publishCount, List<String> jvmOptions, String url, Executable event) throws Throwable {
        try (CodecollabJar here = instance("here", jvmOptions, url);
                CodecollabJar there = instance("there", jvmOptions, url);
                RawEditor ann = editor(here, "ann");
                RawEditor bob = editor(there, "bob")) {
            String first = ann.edit();
            eventually(() -> assertThat(bob.has(first)).isTrue());
            event.execute();

            // connections may come and go for a moment: a sentinel hangs up on everybody when it is done
            eventually(() -> {
                long before = publishCount.call();
                for (int i = 0; i < EDITS; i++) {
                    String key = ann.edit();
                    within(Duration.ofSeconds(2), () -> assertThat(bob.has(key)).isTrue());
                }
                assertThat(publishCount.call() - before).isBetween((long) EDITS, EDITS + EDITS / 2L);
            });
            assertThat(here.output()).noneMatch(line -> line.contains("secret"));
        }
    }

    private CodecollabJar instance(String name, List<String> jvmOptions, String url) {
        String data = folder.resolve(name).toString();
        CodecollabJar jar = CodecollabJar.run(
                jvmOptions, "--port", "0", "--data", data, "--database-url", postgres.url(), "--redis-url", url);
        jar.port();
        return jar;
    }

    private RawEditor editor(CodecollabJar jar, String name) {
        String document = folder.getFileName().toString();
        return new RawEditor(jar.address(), Framing.Y_WEBSOCKET, document, name, new Ledger(), name.hashCode());
    }
}
