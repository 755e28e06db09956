package io.codecollab.server.relay;

import static io.codecollab.server.e2e.Eventually.eventually;
import static io.codecollab.server.e2e.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.server.document.PeerMessage;
import io.codecollab.server.e2e.RedisServer;
import io.codecollab.server.e2e.Seed;
import io.codecollab.server.e2e.TcpProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two instances and a Redis that is well. */
class RedisRelayTest {

    @TempDir
    private static Path folder;

    private static RedisServer redis;

    @BeforeAll
    static void startRedis() throws Exception {
        redis = RedisServer.start(folder);
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @Test
    void instancesHearEachOtherAndNotThemselves() throws Throwable {
        try (Instance ann = new Instance(redis.url());
                Instance bob = new Instance(redis.url())) {
            Copy annsCopy = ann.open("shared");
            Copy bobsCopy = bob.open("shared");
            Copy bobsOther = bob.open("other");

            annsCopy.say("hello");
            bobsCopy.say("good day");

            eventually(() -> assertThat(bobsCopy.texts()).containsExactly("hello"));
            eventually(() -> assertThat(annsCopy.texts()).containsExactly("good day"));
            assertThat(bobsOther.texts()).isEmpty();
            eventually(() -> assertThat(ann.relay().isDown()).isFalse());
        }
    }

    @Test
    void whatIsSaidArrivesInItsOrder() throws Throwable {
        try (Instance ann = new Instance(redis.url());
                Instance bob = new Instance(redis.url())) {
            Copy annsCopy = ann.open("order");
            Copy bobsCopy = bob.open("order");
            List<String> said =
                    IntStream.range(0, 2_000).mapToObj(Integer::toString).toList();

            said.forEach(annsCopy::say);

            eventually(() -> assertThat(bobsCopy.texts()).isEqualTo(said));
        }
    }

    @Test
    void manyLargeMessagesArriveWhole() throws Throwable {
        long seed = Seed.next();
        byte[] update = new byte[1 << 20];
        new Random(seed).nextBytes(update);
        try (Instance ann = new Instance(redis.url());
                Instance bob = new Instance(redis.url())) {
            Copy annsCopy = ann.open("large");
            Copy bobsCopy = bob.open("large");

            for (int i = 0; i < 20; i++) {
                annsCopy.edit(update);
            }

            eventually(() -> assertThat(bobsCopy.heard()).as("seed=%d", seed).hasSize(20));
            assertThat(bobsCopy.heard())
                    .extracting(PeerMessage::content)
                    .allSatisfy(content -> assertThat(((PeerMessage.Edits) content).update())
                            .as("seed=%d", seed)
                            .isEqualTo(update));
        }
    }

    static List<String> oddNames() {
        return List.of(
                "{}", "{a}b", "}{", "a b", " ", "\uD83D\uDE00{\uD83D\uDE00}", "*", "\\", "\uD83D\uDE00".repeat(256));
    }

    @ParameterizedTest
    @MethodSource("oddNames")
    void aNameMayBeOdd(String name) throws Throwable {
        try (Instance ann = new Instance(redis.url());
                Instance bob = new Instance(redis.url())) {
            Copy annsCopy = ann.open(name);
            Copy bobsCopy = bob.open(name);

            annsCopy.say("hello");

            eventually(() -> assertThat(bobsCopy.texts()).containsExactly("hello"));
        }
    }

    @Test
    void whoHasClosedItHearsNothingMoreAndIsUnsubscribed() throws Throwable {
        try (Instance ann = new Instance(redis.url());
                Instance bob = new Instance(redis.url())) {
            Copy annsCopy = ann.open("closed");
            Copy bobsCopy = bob.open("closed");
            Copy bobsOther = bob.open("left open");

            bobsCopy.close();
            eventually(() -> assertThat(redis.subscriptions()).containsEntry("codecollab:document:closed", 1L));
            annsCopy.say("too late");
            ann.open("left open").say("in time");

            eventually(() -> assertThat(bobsOther.texts()).containsExactly("in time"));
            assertThat(bobsCopy.texts()).isEmpty();
        }
    }

    @Test
    void aDocumentThatIsClosedAndOpenedAtOnceKeepsHearing() throws Throwable {
        long seed = Seed.next();
        Random random = new Random(seed);
        try (TcpProxy proxy = new TcpProxy(redis.port());
                Instance ann = new Instance(redis.url());
                Instance bob = new Instance("redis://127.0.0.1:" + proxy.port())) {
            Copy annsCopy = ann.open("reopened");
            Copy bobsCopy = bob.open("reopened");
            proxy.delay(1); // answers come when the next question is already on its way
            for (int round = 0; round < 60; round++) {
                Copy last = bobsCopy;
                for (int times = random.nextInt(3); times >= 0; times--) {
                    last = openedAnew(bob, last, random);
                }
                bobsCopy = last;
                assertHears(bobsCopy, annsCopy, "seed=" + seed + " round=" + round);
            }
        }
    }

    private static Copy openedAnew(Instance instance, Copy copy, Random random) throws InterruptedException {
        boolean closesFirst = random.nextInt(4) > 0;
        if (closesFirst) {
            copy.close();
            pause(random);
        }
        Copy opened = new Copy(instance.relay(), "reopened");
        pause(random);
        if (!closesFirst) {
            copy.close();
        }
        return opened;
    }

    /** What is said after somebody was told that he hears is heard, or he is told again. */
    private static void assertHears(Copy hearing, Copy saying, String description) throws Throwable {
        eventually(() -> assertThat(hearing.connections()).as(description).isPositive());
        within(Duration.ofSeconds(5), () -> {
            int connections = hearing.connections();
            String text = description + " connections=" + connections;
            saying.say(text);
            within(
                    Duration.ofSeconds(2),
                    () -> assertThat(hearing.texts().contains(text) || hearing.connections() > connections)
                            .as(text)
                            .isTrue());
            assertThat(hearing.texts()).as(text).isNotEmpty();
        });
    }

    private static void pause(Random random) throws InterruptedException {
        int way = random.nextInt(3);
        if (way > 0) {
            Thread.sleep(0, way == 1 ? random.nextInt(100_000) : random.nextInt(999_999));
        }
    }

    @Test
    void thousandsOfDocumentsHearAgainSoonAfterTheConnectionWasKilled() throws Throwable {
        int count = 5_000;
        try (Instance ann = new Instance(redis.url());
                Instance bob = new Instance(redis.url())) {
            List<Copy> copies = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                copies.add(new Copy(bob.relay(), "many " + i));
            }
            eventually(() -> assertThat(copies).allMatch(copy -> copy.connections() > 0));
            Copy annsCopy = ann.open("many 4999");
            List<Integer> before = copies.stream().map(Copy::connections).toList();

            redis.killSubscribers();

            within(
                    Duration.ofSeconds(10),
                    () -> assertThat(IntStream.range(0, count))
                            .allMatch(i -> copies.get(i).connections() > before.get(i)));
            annsCopy.say("hello");
            eventually(() -> assertThat(copies.get(4_999).texts()).containsExactly("hello"));
        }
    }

    @Test
    void leavesNothingBehind() throws Throwable {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (Instance ann = new Instance(redis.url())) {
            ann.open("left");
        }
        long seed = Seed.next();
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            Instance hasty = new Instance(redis.url());
            pause(random);
            hasty.close(); // while it connects
        }

        eventually(() -> assertThat(newThreads(before)).isEmpty());
        eventually(() ->
                assertThat(String.valueOf(redis.command("CLIENT", "LIST"))).doesNotContain("name=codecollab"));
    }

    private static Set<String> newThreads(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> name.startsWith("codecollab") || name.startsWith("lettuce") || name.startsWith("netty"))
                .collect(Collectors.toSet());
    }
}
