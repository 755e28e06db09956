package io.codecollab.server.relay;

import static io.codecollab.server.e2e.Eventually.eventually;
import static io.codecollab.server.e2e.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.server.e2e.RedisServer;
import io.codecollab.server.e2e.TcpProxy;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances, and a Redis or a network that fails. */
class RedisRelayOutageTest {

    /** A connection that is silent for 3 s is given up, and it takes a few attempts until there is another. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @TempDir
    private Path folder;

    private RedisServer redis;
    private TcpProxy network;
    private Instance ann;
    private Instance bob;

    @BeforeEach
    void start() throws Throwable {
        redis = RedisServer.start(folder);
        network = new TcpProxy(redis.port());
        ann = new Instance("redis://127.0.0.1:" + network.port());
        bob = new Instance(redis.url());
        eventually(
                () -> assertThat(ann.relay().isDown() || bob.relay().isDown()).isFalse());
    }

    @AfterEach
    void stop() {
        redis.resume();
        network.heal();
        ann.close();
        bob.close();
        network.close();
        redis.close();
    }

    @Test
    void bothHearAgainAfterThoseWhoListenWereKilled() throws Throwable {
        assertBothHearAgainAfter(() -> assertThat(redis.killSubscribers()).isEqualTo(2));
    }

    @Test
    void bothHearAgainAfterThoseWhoSpeakWereKilled() throws Throwable {
        assertBothHearAgainAfter(() ->
                assertThat(redis.command("CLIENT", "KILL", "TYPE", "normal")).isNotEqualTo(0L));
    }

    @Test
    void bothHearAgainAfterRedisWasStartedAgain() throws Throwable {
        assertBothHearAgainAfter(() -> {
            redis.kill();
            eventually(() ->
                    assertThat(ann.relay().isDown() && bob.relay().isDown()).isTrue());
            redis.startAgain();
        });
    }

    @Test
    void bothHearAgainAfterRedisDidNotAnswer() throws Throwable {
        assertBothHearAgainAfter(() -> {
            redis.pause();
            within(
                    Duration.ofSeconds(6),
                    () -> assertThat(ann.relay().isDown() && bob.relay().isDown())
                            .isTrue());
            redis.resume();
        });
    }

    @Test
    void hearsAgainAfterTheNetworkWasCut() throws Throwable {
        Copy annsCopy = ann.open("document");
        Copy bobsCopy = bob.open("document");

        network.cut();
        within(Duration.ofSeconds(2), () -> assertThat(ann.relay().isDown()).isTrue());
        bobsCopy.say("lost");
        network.heal();

        within(PATIENCE, () -> assertThat(annsCopy.connections()).isEqualTo(2));
        bobsCopy.say("found");
        eventually(() -> assertThat(annsCopy.texts()).containsExactly("found"));
        assertThat(bobsCopy.connections()).isEqualTo(1);
    }

    @Test
    void hearsAgainAfterTheNetworkLostEverything() throws Throwable {
        Copy annsCopy = ann.open("document");
        Copy bobsCopy = bob.open("document");

        network.freeze();
        within(Duration.ofSeconds(6), () -> assertThat(ann.relay().isDown()).isTrue());
        network.heal();

        within(PATIENCE, () -> assertThat(annsCopy.connections()).isEqualTo(2));
        bobsCopy.say("found");
        eventually(() -> assertThat(annsCopy.texts()).contains("found"));
        assertThat(bobsCopy.connections()).isEqualTo(1);
    }

    /** One line each when it is lost and when it is back, however long that takes. */
    private void assertBothHearAgainAfter(ThrowingCallable outage) throws Throwable {
        Copy annsCopy = ann.open("document");
        Copy bobsCopy = bob.open("document");
        try (LogLines log = new LogLines()) {
            outage.call();

            within(PATIENCE, () -> assertThat(annsCopy.connections()).isEqualTo(2));
            within(PATIENCE, () -> assertThat(bobsCopy.connections()).isEqualTo(2));
            annsCopy.say("hello");
            bobsCopy.say("good day");
            eventually(() -> assertThat(bobsCopy.texts()).containsExactly("hello"));
            eventually(() -> assertThat(annsCopy.texts()).containsExactly("good day"));
            eventually(() ->
                    assertThat(ann.relay().isDown() || bob.relay().isDown()).isFalse());
            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("WARN Lost the connection to Redis"))
                    .hasSize(2);
            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("INFO Connected to Redis"))
                    .hasSize(2);
            assertThat(log.lines()).hasSize(4);
        }
    }

    @Test
    void whatRedisDoesNotTakeIsCountedAndMadeUpFor() throws Throwable {
        Copy annsCopy = ann.open("document");
        Copy bobsCopy = bob.open("document");
        byte[] update = new byte[1 << 20];
        redis.pause();

        for (int i = 0; i < 100; i++) {
            annsCopy.edit(update);
        }

        assertThat(ann.dropped("unsent-peer-message")).isBetween(60L, 75L);
        redis.resume();
        within(PATIENCE, () -> assertThat(annsCopy.connections()).isGreaterThanOrEqualTo(2));
        int heard = bobsCopy.heard().size();
        annsCopy.edit(update);
        within(PATIENCE, () -> assertThat(bobsCopy.heard().size()).isGreaterThan(heard));
    }
}
