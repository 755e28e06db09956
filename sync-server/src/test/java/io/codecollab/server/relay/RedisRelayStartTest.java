package io.codecollab.server.relay;

import static io.codecollab.server.e2e.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.server.e2e.RedisServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that is not there, or does not let one in, at first. */
class RedisRelayStartTest {

    private static final int SEVERAL_ATTEMPTS_MS = 2_000;

    @TempDir
    private Path folder;

    @Test
    void waitsForARedisThatComesLater() throws Throwable {
        try (RedisServer redis = RedisServer.start(folder);
                LogLines log = new LogLines()) {
            redis.kill();
            try (Instance ann = new Instance(redis.url())) {
                Copy copy = new Copy(ann.relay(), "document");
                eventually(() -> assertThat(log.lines()).isNotEmpty());
                Thread.sleep(SEVERAL_ATTEMPTS_MS);
                assertThat(ann.relay().isDown()).isTrue();
                assertThat(copy.connections()).isZero();

                redis.startAgain();

                eventually(() -> assertThat(copy.connections()).isEqualTo(1));
                eventually(() -> assertThat(ann.relay().isDown()).isFalse());
                assertSaidOnceAndThenConnected(log.lines(), "Redis cannot be reached");
            }
        }
    }

    @Test
    void saysOnceThatThePasswordIsWrongAndTriesOn() throws Throwable {
        try (RedisServer redis = RedisServer.startWithPassword(folder, "right");
                LogLines log = new LogLines();
                Instance ann = new Instance("redis://:wrong@127.0.0.1:" + redis.port())) {
            Copy copy = new Copy(ann.relay(), "document");
            eventually(() -> assertThat(log.lines()).isNotEmpty());
            Thread.sleep(SEVERAL_ATTEMPTS_MS);
            assertThat(ann.relay().isDown()).isTrue();

            redis.command("CONFIG", "SET", "requirepass", "wrong");

            eventually(() -> assertThat(copy.connections()).isEqualTo(1));
            assertSaidOnceAndThenConnected(log.lines(), "WRONGPASS");
            assertThat(log.lines()).noneMatch(line -> line.contains("wrong@"));
        }
    }

    @Test
    void saysOnceThatItMayNotSubscribeAndTriesOn() throws Throwable {
        try (RedisServer redis = RedisServer.start(folder);
                LogLines log = new LogLines()) {
            redis.command("ACL", "SETUSER", "deaf", "on", ">secret", "+@all", "resetchannels");
            try (Instance ann = new Instance("redis://deaf:secret@127.0.0.1:" + redis.port())) {
                Copy copy = new Copy(ann.relay(), "document");
                eventually(() -> assertThat(log.lines()).isNotEmpty());
                Thread.sleep(SEVERAL_ATTEMPTS_MS);
                assertThat(copy.connections()).isZero();
                assertThat(ann.relay().isDown()).isTrue();
                assertThat(redis.calls().get("hello")).as("attempts").isBetween(4L, 60L);

                redis.command("ACL", "SETUSER", "deaf", "allchannels");

                eventually(() -> assertThat(copy.connections()).isEqualTo(1));
                assertSaidOnceAndThenConnected(log.lines(), "NOPERM");
            }
        }
    }

    private static void assertSaidOnceAndThenConnected(List<String> lines, String why) throws Throwable {
        eventually(() -> assertThat(lines).hasSize(2));
        assertThat(lines.get(0)).startsWith("WARN").contains(why);
        assertThat(lines.get(1)).startsWith("INFO Connected to Redis");
    }
}
